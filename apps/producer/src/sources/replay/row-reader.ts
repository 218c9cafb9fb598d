import type { Reading } from '@weather/weather-schema';
import type { CsvRow } from './csv-rows.ts';
import { ReplayFileError } from './replay-file.ts';
import type { ReplayMapping } from './replay-mapping.ts';
import { BadRowError, RowDecoder } from './row-decoder.ts';
import { mappedColumnNames, resolveColumns, type ColumnMap } from './column-map.ts';
import { StationTimes } from './station-times.ts';

const NUMBERLESS_NAME = /^\p{L}\D*$/u;

/** Reads the rows of one file in its order, each with the columns of the last header above it. */
export class RowReader {
  readonly times: StationTimes;
  readonly #columnNames: readonly string[];
  #decoder: RowDecoder;
  #hasReadings = false;

  constructor(
    private readonly mapping: ReplayMapping,
    columnMap: ColumnMap,
    private readonly fileName: string,
  ) {
    this.times = new StationTimes(mapping.time);
    this.#columnNames = mappedColumnNames(mapping);
    this.#decoder = new RowDecoder(mapping, columnMap, this.times);
  }

  /**
   * @returns undefined for another header.
   * @throws BadRowError when the row cannot be decoded.
   * @throws ReplayFileError when it is another header that does not match the mapping.
   */
  read({ fields, problem, line }: CsvRow): Reading | undefined {
    try {
      if (problem !== undefined) throw new BadRowError(problem);
      const reading = this.#decoder.decode(fields);
      this.#hasReadings = true;
      return reading;
    } catch (error) {
      const names = fields.map((name) => name.trim());
      if (!(error instanceof BadRowError && this.#isHeader(names))) throw error;
      this.#switchHeader(names, line);
      return undefined;
    }
  }

  /** Whether an invalid row is a header: it has column names of the mapping, or only names below readings. */
  #isHeader(names: readonly string[]): boolean {
    if (this.#columnNames.some((column) => names.includes(column))) return true;
    const { missing } = this.mapping;
    return (
      this.#hasReadings &&
      names.length > 1 &&
      new Set(names).size === names.length &&
      names.every((name) => NUMBERLESS_NAME.test(name) && !missing.includes(name))
    );
  }

  #switchHeader(header: readonly string[], line: number): void {
    const { columnMap, issues } = resolveColumns(this.mapping, header);
    if (issues.length > 0) {
      const problems = issues.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
      throw new ReplayFileError(
        `line ${line} of ${this.fileName} is another header that does not match the mapping: ${problems}`,
      );
    }
    this.#decoder = new RowDecoder(this.mapping, columnMap, this.times);
  }
}
