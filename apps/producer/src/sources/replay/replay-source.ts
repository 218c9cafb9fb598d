import { FULL_SPEED, type Pace } from '../pace.ts';
import type { OnSkipped, Source, SourcedReading, SourceProgress } from '../source.ts';
import type { CsvRow } from './csv-rows.ts';
import { dataRows } from './file-rows.ts';
import { LookAhead } from './look-ahead.ts';
import { ReplayFileError } from './replay-file-error.ts';
import type { ReplayFile } from './replay-file.ts';
import { replayWarnings } from './replay-warnings.ts';
import { BadRowError } from './row-decoder.ts';
import type { RowReader } from './row-reader.ts';

export interface ReplaySourceOptions {
  readonly file: ReplayFile;
  readonly delimiter: string;
  readonly rows: RowReader;
  /** IANA zone of the times, where the file does not say it. */
  readonly zone: string | undefined;
  /** Undefined: as fast as it goes. */
  readonly pace: Pace | undefined;
  /** Share of the rows that may be skipped. */
  readonly maxSkipped: number;
  readonly onSkipped: OnSkipped;
}

/** A file in the order of time is held in memory, some 300 bytes a reading. */
export const MAX_SORTED_READINGS = 1_000_000;

/** The order of so many readings is looked at before the first is sent. */
const LOOK_AHEAD_READINGS = 50_000;

/** With more of its readings late, a file is in no order that could be sent as it is. */
const MAX_LATE_SHARE = 0.5;

const LARGEST_GROUP = 500;

/**
 * The readings of a CSV file; the position of a reading is its line, the header being line 1. At full speed they come in
 * the order of the file if that is one the consumer can evaluate, else, like with a pace, in the order of time.
 */
export class ReplaySource implements Source {
  readonly description: string;
  #rows = 0;
  #skipped = 0;
  /** How much of the held readings was taken; undefined if they come as they are read. */
  #heldFraction: number | undefined;

  constructor(private readonly options: ReplaySourceOptions) {
    this.description = `replay of ${options.file.name}`;
  }

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { pace } = this.options;
    const ahead = new LookAhead(this.#inFileOrder(signal));
    try {
      yield* pace === undefined ? this.#atFullSpeed(ahead, signal) : this.#inTimeOrder(ahead, pace, signal);
    } finally {
      await ahead.close();
    }
    if (ahead.failure !== undefined && !signal.aborted) throw ahead.failure;
  }

  progress(): SourceProgress {
    const { file, pace } = this.options;
    const fraction = this.#heldFraction ?? (pace === undefined ? file.fractionRead : 0);
    return { read: this.#rows, fraction };
  }

  describePosition(position: number): string {
    return `line ${position} of ${this.options.file.name}`;
  }

  warnings(): readonly string[] {
    const { file, rows, zone } = this.options;
    const isSorted = this.#heldFraction !== undefined;
    return replayWarnings(rows.times, { fileName: file.name, zone, isSorted });
  }

  async *#inFileOrder(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { file, delimiter } = this.options;
    for await (const rows of dataRows(file, delimiter)) {
      if (signal.aborted) return;
      yield* this.#decodeAll(rows);
    }
    this.#refuseMostlyBad();
  }

  async *#atFullSpeed(ahead: LookAhead, signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { times } = this.options.rows;
    await ahead.fill(LOOK_AHEAD_READINGS);
    if (ahead.isAtEnd ? times.outOfOrder > 0 : times.late > 0) {
      await ahead.fill(MAX_SORTED_READINGS);
      if (ahead.isAtEnd) {
        yield* this.#counted(inGroups(sorted(ahead.held), signal), ahead.held.length);
        return;
      }
      if (times.late > MAX_LATE_SHARE * ahead.held.length)
        throw this.#tooManyToSort('sort it by time, or split it');
    }
    yield* inGroups(ahead.held, signal);
    ahead.held = [];
    yield* ahead.rest();
  }

  async *#inTimeOrder(ahead: LookAhead, pace: Pace, signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    await ahead.fill(MAX_SORTED_READINGS);
    if (!ahead.isAtEnd) throw this.#tooManyToSort(`split it, or set REPLAY_SPEED=${FULL_SPEED}`);
    const readings = sorted(ahead.held);
    yield* this.#counted(
      pace.groups(readings, ({ reading }) => reading.observedAt, signal),
      readings.length,
    );
  }

  async *#counted(
    groups: Iterable<SourcedReading[]> | AsyncIterable<SourcedReading[]>,
    total: number,
  ): AsyncGenerator<SourcedReading[]> {
    let taken = 0;
    this.#heldFraction = 0;
    for await (const group of groups) {
      taken += group.length;
      this.#heldFraction = taken / total;
      yield group;
    }
  }

  #refuseMostlyBad(): void {
    const { file, maxSkipped, rows } = this.options;
    if (this.#skipped === 0) return;
    if (this.#skipped === this.#rows)
      throw new ReplayFileError(
        `${file.name} has ${this.#rows} rows, all bad: the mapping does not fit the file`,
      );
    // A time that does not exist is no fault of the mapping, and has a warning of its own.
    if (this.#skipped - rows.times.missing > maxSkipped * this.#rows)
      throw new ReplayFileError(
        `${file.name}: ${this.#skipped} of ${this.#rows} rows were skipped, more than ` +
          `REPLAY_MAX_SKIPPED=${maxSkipped} allows; the others were sent`,
      );
  }

  #tooManyToSort(advice: string): ReplayFileError {
    return new ReplayFileError(
      `${this.options.file.name} has more than ${MAX_SORTED_READINGS} rows, too many to put in order of time: ${advice}`,
    );
  }

  /** The readings of rows, also when one of them ends the file. */
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

function sorted(readings: SourcedReading[]): SourcedReading[] {
  return readings.sort((a, b) => a.reading.observedAt - b.reading.observedAt);
}

function* inGroups(readings: readonly SourcedReading[], signal: AbortSignal): Generator<SourcedReading[]> {
  for (let start = 0; start < readings.length && !signal.aborted; start += LARGEST_GROUP)
    yield readings.slice(start, start + LARGEST_GROUP);
}
