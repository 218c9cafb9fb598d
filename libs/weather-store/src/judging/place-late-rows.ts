import { QUANTITY_NAMES } from '@weather/weather-schema';
import { TIMELINESS, type ReadingJudge } from '@weather/weather-judge';
import type { ReadingRow } from '../rows/reading-columns.ts';
import type { StationInstant } from './station-rows.ts';
import type { TrackedStation } from './tracked-station.ts';

/** A row that is not newer than what came of its station before it. */
export interface LateRow {
  readonly row: ReadingRow;
  readonly isTooLate: boolean;
}

/** The rows of one station in a batch, in the order in which they came. */
export interface StationRows {
  readonly station: TrackedStation;
  readonly rows: readonly ReadingRow[];
  readonly late: readonly LateRow[];
}

/** What becomes of late rows. */
export interface PlacedRows {
  /** Those that say what is there already. */
  readonly repeats: readonly ReadingRow[];
  /** Those that have to be put in their places; their flags are still to be found. */
  readonly unplaced: readonly ReadingRow[];
}

/**
 * Sets the flags of late rows that need no place: one that says what is there already has its flags, one that comes too
 * late is judged alone.
 * @param stored the rows that are stored at the instants of the late ones, by instant.
 */
export function placeLateRows(
  judge: ReadingJudge,
  { station, rows, late }: StationRows,
  stored: ReadonlyMap<number, ReadingRow>,
): PlacedRows {
  const lateness = new Map(late.map((entry) => [entry.row, entry]));
  const there = new Map(stored);
  const repeats: ReadingRow[] = [];
  const unplaced: ReadingRow[] = [];
  for (const row of rows) {
    const before = there.get(row.reading.observedAt);
    const entry = lateness.get(row);
    if (entry !== undefined && before !== undefined && saysTheSame(before, row)) {
      row.quality = before.quality;
      repeats.push(row);
      continue;
    }
    there.set(row.reading.observedAt, row);
    if (entry === undefined) continue;
    if (entry.isTooLate) judgeAsTooLate(judge, station, row);
    else unplaced.push(row);
  }
  return { repeats, unplaced };
}

export function judgeAsTooLate(judge: ReadingJudge, { state }: TrackedStation, row: ReadingRow): void {
  row.quality = judge.judgeAlone(state, row.reading, TIMELINESS.tooLate);
}

/** The first of some rows of a station. */
export function firstOf({ station }: TrackedStation, rows: readonly ReadingRow[]): StationInstant {
  return { station, at: Math.min(...rows.map(({ reading }) => reading.observedAt)) };
}

function saysTheSame({ reading: one }: ReadingRow, { reading: other }: ReadingRow): boolean {
  return QUANTITY_NAMES.every((name) => one[name] === other[name]);
}
