import { TIMELINESS, getTimeliness, type ReadingEvaluator, type Timeliness } from '@weather/weather-rules';
import { mergeReadings } from '@weather/weather-schema';
import type { ReadingRow } from '../rows/reading-columns.ts';
import type { StationInstant } from './station-rows.ts';
import type { TrackedStation } from './tracked-station.ts';

/** A row that is not newer than what came of its station before it, or is ahead of the clock. */
export interface LateRow {
  readonly row: ReadingRow;
  /** What is not in time has no place among the others: it is checked without their history. */
  readonly timeliness: Timeliness;
}

/** The rows of one station in a batch, in the order in which they came. */
export interface StationRows {
  readonly station: TrackedStation;
  readonly rows: readonly ReadingRow[];
  readonly late: readonly LateRow[];
}

/** What a row takes the place of. */
export interface Replaced {
  /** What the row is put together with: the row of its timestamp that came before it. */
  readonly before: ReadingRow;
  /** What is stored at its timestamp. */
  readonly stored: ReadingRow | undefined;
  /** Whether it says something else. */
  readonly isChanged: boolean;
}

/** What becomes of late rows. */
export interface PlacedRows {
  /** Those that say what is there already. */
  readonly repeats: readonly ReadingRow[];
  /** Those that say something else than what is there. */
  readonly replaced: ReadonlyMap<ReadingRow, Replaced>;
  /** Those that have to be put in their places; their flags are still to be found. */
  readonly unplaced: readonly ReadingRow[];
}

/**
 * Puts late rows together with what is there at their timestamps, and sets the flags of those that need no place: one that
 * says what is there already has its flags, one that comes too late or ahead of the clock is checked alone.
 * @param stored the rows that are stored at the timestamps of the late ones, by timestamp.
 */
export function placeLateRows(
  evaluator: ReadingEvaluator,
  { station, rows, late }: StationRows,
  stored: ReadonlyMap<number, ReadingRow>,
): PlacedRows {
  const timeliness = new Map(late.map((entry) => [entry.row, entry.timeliness]));
  const there = new Map(stored);
  const placed = {
    repeats: [] as ReadingRow[],
    replaced: new Map<ReadingRow, Replaced>(),
    unplaced: [] as ReadingRow[],
  };
  for (const row of rows) {
    const at = row.reading.observedAt;
    const before = there.get(at);
    const own = timeliness.get(row);
    if (before !== undefined) {
      const isChanged = putTogether(before, row);
      if (!isChanged && !comesIntoTime(before, own)) {
        row.quality = before.quality;
        placed.repeats.push(row);
        continue;
      }
      placed.replaced.set(row, { before, stored: stored.get(at), isChanged });
    }
    there.set(at, row);
    if (own !== undefined && own !== TIMELINESS.onTime)
      row.quality = evaluator.checkWithoutHistory(station.state, row.reading, own);
    else if (own !== undefined || before !== undefined) placed.unplaced.push(row);
  }
  return placed;
}

/** @returns whether the row says something else than the one before. */
function putTogether(before: ReadingRow, row: ReadingRow): boolean {
  const { stationId } = row.reading;
  const merged = mergeReadings(before.reading, row.reading);
  row.reading = merged === before.reading ? { ...merged, stationId } : merged;
  return merged !== before.reading;
}

/** What was ahead of the clock when it came first is evaluated in its place when it comes again. */
function comesIntoTime({ quality }: ReadingRow, own: Timeliness | undefined): boolean {
  return getTimeliness(quality) === TIMELINESS.fromFuture && own !== TIMELINESS.fromFuture;
}

export function judgeAsTooLate(
  evaluator: ReadingEvaluator,
  { state }: TrackedStation,
  row: ReadingRow,
): void {
  row.quality = evaluator.checkWithoutHistory(state, row.reading, TIMELINESS.tooLate);
}

/** The first of some rows of a station. */
export function firstOf({ station }: TrackedStation, rows: readonly ReadingRow[]): StationInstant {
  return { station, at: Math.min(...rows.map(({ reading }) => reading.observedAt)) };
}
