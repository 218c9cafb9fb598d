import { FULL_SPEED, type Pacer } from '../pacer.ts';
import type { OnSkipped, Source, SourcedReading, SourceProgress } from '../source.ts';
import { dataRows, type CsvRow } from './csv-rows.ts';
import { ReadAheadBuffer } from './read-ahead-buffer.ts';
import { type ReplayFile, ReplayFileError } from './replay-file.ts';
import { replayWarnings } from './replay-warnings.ts';
import { BadRowError } from './row-decoder.ts';
import type { RowReader } from './row-reader.ts';

export interface ReplaySourceOptions {
  readonly file: ReplayFile;
  readonly delimiter: string;
  readonly rows: RowReader;
  /** IANA zone of the times, if the mapping names one. */
  readonly zone: string | undefined;
  /** Undefined: as fast as possible. */
  readonly pacer: Pacer | undefined;
  /** Share of the rows that may be skipped. */
  readonly maxSkipped: number;
  readonly onSkipped: OnSkipped;
}

/** A file is sorted in memory, with some 300 bytes per reading. */
const MAX_SORTED_READINGS = 1_000_000;

/** The number of readings whose order is inspected before the first is sent. */
const READ_AHEAD_READINGS = 50_000;

/** A file with a larger share of late readings is not sent unsorted. */
const MAX_LATE_SHARE = 0.5;

const MAX_GROUP_SIZE = 500;

/**
 * The readings of a CSV file; the position of a reading is its line, the header being line 1. At full speed they are sent in
 * the order of the file if the consumer can evaluate that; otherwise, and in real time, in chronological order.
 */
export class ReplaySource implements Source {
  readonly description: string;
  #rows = 0;
  #skipped = 0;
  /** The share of the buffered readings that is sent; undefined while readings are streamed. */
  #bufferedFraction: number | undefined;

  constructor(private readonly options: ReplaySourceOptions) {
    this.description = `replay of ${options.file.name}`;
  }

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { pacer } = this.options;
    const buffer = new ReadAheadBuffer(this.#inFileOrder(signal));
    try {
      yield* pacer === undefined
        ? this.#atFullSpeed(buffer, signal)
        : this.#inTimeOrder(buffer, pacer, signal);
    } finally {
      await buffer.close();
    }
    if (buffer.failure !== undefined && !signal.aborted) throw buffer.failure;
  }

  progress(): SourceProgress {
    const { file, pacer } = this.options;
    const fraction = this.#bufferedFraction ?? (pacer === undefined ? file.fractionRead : 0);
    return { read: this.#rows, fraction };
  }

  describePosition(position: number): string {
    return `line ${position} of ${this.options.file.name}`;
  }

  warnings(): readonly string[] {
    const { file, rows, zone } = this.options;
    const isSorted = this.#bufferedFraction !== undefined;
    return replayWarnings(rows.times, { fileName: file.name, zone, isSorted });
  }

  async *#inFileOrder(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { file, delimiter } = this.options;
    for await (const rows of dataRows(file, delimiter)) {
      if (signal.aborted) return;
      yield* this.#decodeAll(rows);
    }
    this.#failOnTooManySkipped();
  }

  async *#atFullSpeed(buffer: ReadAheadBuffer, signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { times } = this.options.rows;
    await buffer.fill(READ_AHEAD_READINGS);
    if (buffer.isAtEnd ? times.outOfOrder > 0 : times.late > 0) {
      await buffer.fill(MAX_SORTED_READINGS);
      if (buffer.isAtEnd) {
        const readings = sortByTime(buffer.buffered);
        yield* this.#trackProgress(splitIntoGroups(readings, signal), readings.length);
        return;
      }
      if (times.late > MAX_LATE_SHARE * buffer.buffered.length)
        throw this.#tooManyToSortError('sort it by time, or split it');
    }
    yield* splitIntoGroups(buffer.buffered, signal);
    buffer.buffered = [];
    yield* buffer.rest();
  }

  async *#inTimeOrder(
    buffer: ReadAheadBuffer,
    pacer: Pacer,
    signal: AbortSignal,
  ): AsyncGenerator<SourcedReading[]> {
    await buffer.fill(MAX_SORTED_READINGS);
    if (!buffer.isAtEnd) throw this.#tooManyToSortError(`split it, or set REPLAY_SPEED=${FULL_SPEED}`);
    const readings = sortByTime(buffer.buffered);
    yield* this.#trackProgress(
      pacer.groups(readings, ({ reading }) => reading.observedAt, signal),
      readings.length,
    );
  }

  async *#trackProgress(
    groups: Iterable<SourcedReading[]> | AsyncIterable<SourcedReading[]>,
    total: number,
  ): AsyncGenerator<SourcedReading[]> {
    let taken = 0;
    this.#bufferedFraction = 0;
    for await (const group of groups) {
      taken += group.length;
      this.#bufferedFraction = taken / total;
      yield group;
    }
  }

  #failOnTooManySkipped(): void {
    const { file, maxSkipped, rows } = this.options;
    if (this.#skipped === 0) return;
    if (this.#skipped === this.#rows)
      throw new ReplayFileError(
        `${file.name} has ${this.#rows} rows, all invalid: the mapping does not match the file`,
      );
    // A time that does not exist is not a problem of the mapping, and has its own warning.
    if (this.#skipped - rows.times.missing > maxSkipped * this.#rows)
      throw new ReplayFileError(
        `${file.name}: ${this.#skipped} of ${this.#rows} rows were skipped, more than ` +
          `REPLAY_MAX_SKIPPED=${maxSkipped} allows; the others were sent`,
      );
  }

  #tooManyToSortError(advice: string): ReplayFileError {
    return new ReplayFileError(
      `${this.options.file.name} has more than ${MAX_SORTED_READINGS} rows, too many to sort by time: ${advice}`,
    );
  }

  /** Yields the readings of rows, also those before an error that ends the file. */
  *#decodeAll(rows: readonly CsvRow[]): Generator<SourcedReading[]> {
    const readings: SourcedReading[] = [];
    let failure: ReplayFileError | undefined;
    try {
      for (const row of rows) {
        const sourced = this.#decode(row);
        if (sourced !== undefined) readings.push(sourced);
      }
    } catch (error) {
      if (!(error instanceof ReplayFileError)) throw error;
      failure = error;
    }
    yield readings;
    if (failure !== undefined) throw failure;
  }

  #decode(row: CsvRow): SourcedReading | undefined {
    try {
      const reading = this.options.rows.read(row);
      if (reading === undefined) return undefined;
      this.#rows++;
      return { reading, position: row.line };
    } catch (error) {
      if (!(error instanceof BadRowError)) throw error;
      this.#rows++;
      this.#skipped++;
      this.options.onSkipped(this.describePosition(row.line), error.message);
      return undefined;
    }
  }
}

function sortByTime(readings: SourcedReading[]): SourcedReading[] {
  return readings.sort((a, b) => a.reading.observedAt - b.reading.observedAt);
}

function* splitIntoGroups(
  readings: readonly SourcedReading[],
  signal: AbortSignal,
): Generator<SourcedReading[]> {
  for (let start = 0; start < readings.length && !signal.aborted; start += MAX_GROUP_SIZE)
    yield readings.slice(start, start + MAX_GROUP_SIZE);
}
