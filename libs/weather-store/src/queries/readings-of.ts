import { toDateTime } from '../rows/date-time.ts';
import { SELECT_READINGS, type SelectedReading } from '../rows/select-readings.ts';
import type { PromptReader } from './prompt-reader.ts';
import { queriedReadingOf, type QueriedReading } from './queried-reading.ts';

/** The rows of a station from one instant, included, to another, excluded. */
export interface StationRange {
  /** The small id. */
  readonly station: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** The first readings of a range in the order of time, at most `limit`. */
export async function readingsOf(
  reader: PromptReader,
  { station, from, to }: StationRange,
  limit: number,
): Promise<QueriedReading[]> {
  const rows = await reader.rows<SelectedReading>(
    `${SELECT_READINGS} WHERE station_id = ? AND observed_at >= ? AND observed_at < ? ORDER BY observed_at LIMIT ?`,
    [station, toDateTime(from), toDateTime(to), limit],
  );
  return rows.map(queriedReadingOf);
}
