import type { Reading } from '@weather/weather-schema';
import type { CsvRow } from './csv-rows.ts';
import { ReplayFileError } from './replay-file-error.ts';
import type { ReplayMapping } from './replay-mapping.ts';
import { BadRowError, RowDecoder } from './row-decoder.ts';
import { mappedColumns, resolveLayout, type RowLayout } from './row-layout.ts';
import { StationTimes } from './station-times.ts';

const NUMBERLESS_NAME = /^\p{L}\D*$/u;

/** Reads the rows of one file, in its order: the columns are those of the last header above a row. */
export class RowReader {
  readonly times: StationTimes;
  readonly #columns: readonly string[];
  #decoder: RowDecoder;
  #hasReadings = false;

  constructor(
    private readonly mapping: ReplayMapping,
    layout: RowLayout,
    private readonly fileName: string,
  ) {
    this.times = new StationTimes(mapping.time);
    this.#columns = mappedColumns(mapping);
    this.#decoder = new RowDecoder(mapping, layout, this.times);
  }

  /**
   * @returns undefined for a further header.
   * @throws BadRowError when no reading can be made of the row.
   * @throws ReplayFileError when it is a further header that the mapping does not fit.
   */
  read({ fields, fault, line }: CsvRow): Reading | undefined {
    try {
      if (fault !== undefined) throw new BadRowError(fault);
      const reading = this.#decoder.decode(fields);
      this.#hasReadings = true;
      return reading;
    } catch (error) {
      const isHeader = error instanceof BadRowError && this.#isHeader(fields);
      if (!isHeader) throw error;
      this.#beginLayout(fields, line);
      return undefined;
    }
  }

  /** A bad row that has names of columns for its values: those of the mapping, or below readings nothing but names. */
  #isHeader(fields: readonly string[]): boolean {
    const names = fields.map((name) => name.trim());
    if (this.#columns.some((column) => names.includes(column))) return true;
    const { missing } = this.mapping;
    return (
      this.#hasReadings &&
      names.length > 1 &&
      new Set(names).size === names.length &&
      names.every((name) => NUMBERLESS_NAME.test(name) && !missing.includes(name))
    );
  }

  #beginLayout(fields: readonly string[], line: number): void {
    const header = fields.map((name) => name.trim());
    const { layout, issues } = resolveLayout(this.mapping, header);
    if (issues.length > 0) {
      const problems = issues.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
      throw new ReplayFileError(
        `line ${line} of ${this.fileName} is another header, which the mapping does not fit: ${problems}`,
      );
    }
    this.#decoder = new RowDecoder(this.mapping, layout, this.times);
  }
}
