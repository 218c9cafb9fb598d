import type { ReadingRow } from '../rows/reading-columns.ts';
import type { TrackedStation } from './tracked-station.ts';

/** Rows of a batch with another one of their station and timestamp right behind them: that one. */
export type FollowUps = ReadonlyMap<ReadingRow, ReadingRow>;

/**
 * Finds the rows whose station says more of the same timestamp right afterwards, as stations do that send a record for each
 * quantity. A look at an index for each row; `undefined` where there are none, as nearly always.
 */
export function findFollowUps(
  rows: readonly ReadingRow[],
  tracked: readonly TrackedStation[],
): FollowUps | undefined {
  let found: Map<ReadingRow, ReadingRow> | undefined;
  for (let index = 0; index < rows.length; index++) {
    const station = tracked[index] as TrackedStation;
    const last = station.lastIndex;
    station.lastIndex = index;
    // An index of an earlier batch may be one of another station here.
    if (last < 0 || last >= index) continue;
    const row = rows[index] as ReadingRow;
    const before = rows[last] as ReadingRow;
    if (before.station !== row.station || before.reading.observedAt !== row.reading.observedAt) continue;
    found ??= new Map();
    found.set(before, row);
  }
  return found;
}
