import { FULL_SPEED, type Pace } from '../pace.ts';
import type { OnSkipped, Source, SourcedReading, SourceProgress } from '../source.ts';
import type { CsvRow } from './csv-rows.ts';
import { dataRows } from './file-rows.ts';
import { ReplayFileError } from './replay-file-error.ts';
import type { ReplayFile } from './replay-file.ts';
import { BadRowError, type RowDecoder } from './row-decoder.ts';

export interface ReplaySourceOptions {
  readonly file: ReplayFile;
  readonly delimiter: string;
  readonly decoder: RowDecoder;
  /** Undefined: as fast as it goes, in the order of the file; else in the order of time. */
  readonly pace: Pace | undefined;
  readonly onSkipped: OnSkipped;
}

/** A file in the order of time is held in memory, some 300 bytes a reading. */
export const MAX_SORTED_READINGS = 1_000_000;

/** The readings of a CSV file; the position of a reading is its line, the header being line 1. */
export class ReplaySource implements Source {
  readonly description: string;
  #rows = 0;
  #skipped = 0;
  /** How much of the sorted readings was taken; undefined while they are read, and if they are not sorted. */
  #sortedFraction: number | undefined;

  constructor(private readonly options: ReplaySourceOptions) {
    this.description = `replay of ${options.file.name}`;
  }

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { pace } = this.options;
    yield* pace === undefined ? this.#inFileOrder(signal) : this.#inTimeOrder(pace, signal);
  }

  progress(): SourceProgress {
    const { file, pace } = this.options;
    const fraction = pace === undefined ? file.fractionRead : (this.#sortedFraction ?? 0);
    return { read: this.#rows, fraction };
  }

  describePosition(position: number): string {
    return `line ${position} of ${this.options.file.name}`;
  }

  async *#inFileOrder(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { file, delimiter } = this.options;
    for await (const rows of dataRows(file, delimiter)) {
      if (signal.aborted) return;
      yield rows.map((row) => this.#decode(row)).filter((sourced) => sourced !== undefined);
    }
    if (this.#rows > 0 && this.#skipped === this.#rows) {
      throw new ReplayFileError(
        `${file.name} has ${this.#rows} rows, all bad: the mapping does not fit the file`,
      );
    }
  }

  async *#inTimeOrder(pace: Pace, signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { readings, failure } = await this.#sorted(signal);
    let taken = 0;
    for await (const group of pace.groups(readings, ({ reading }) => reading.observedAt, signal)) {
      taken += group.length;
      this.#sortedFraction = taken / readings.length;
      yield group;
    }
    if (failure !== undefined && !signal.aborted) throw failure;
  }

  /** What can be read, in the order of time, and what ended the reading early. */
  async #sorted(signal: AbortSignal): Promise<{ readings: SourcedReading[]; failure: Error | undefined }> {
    const { file } = this.options;
    const readings: SourcedReading[] = [];
    let failure: Error | undefined;
    try {
      for await (const group of this.#inFileOrder(signal)) {
        if (readings.push(...group) > MAX_SORTED_READINGS) break;
      }
    } catch (error) {
      if (!(error instanceof ReplayFileError)) throw error;
      failure = error;
    }
    if (readings.length > MAX_SORTED_READINGS) {
      throw new ReplayFileError(
        `${file.name} has more than ${MAX_SORTED_READINGS} rows, too many to put in order of time: ` +
          `split it, or set REPLAY_SPEED=${FULL_SPEED}`,
      );
    }
    return { readings: readings.sort((a, b) => a.reading.observedAt - b.reading.observedAt), failure };
  }

  #decode({ line, fields, fault }: CsvRow): SourcedReading | undefined {
    this.#rows++;
    try {
      if (fault !== undefined) throw new BadRowError(fault);
      return { reading: this.options.decoder.decode(fields), position: line };
    } catch (error) {
      if (!(error instanceof BadRowError)) throw error;
      this.#skipped++;
      this.options.onSkipped(this.describePosition(line), error.message);
      return undefined;
    }
  }
}
