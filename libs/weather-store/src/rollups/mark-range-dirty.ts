import { MS_PER_DAY, MS_PER_HOUR } from '@weather/weather-schema';
import { loadRetentionCutoff } from '../retention/retention.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { DirtyHours } from '@weather/weather-rules';
import { markDirty } from './dirty-hours.ts';
import { startOfDay, stationDays, type StationDays, type RollupRange } from './station-days.ts';

/** Bounds the days marked in one transaction, so that locks are held for a short time. */
const DAYS_PER_TRANSACTION = 1_000;

/** The part of a range that was marked dirty. */
export interface MarkedRange {
  /** The number of days; the same day of two stations counts twice. */
  readonly days: number;
  /** The range's own beginning, or the retention cutoff if that is later. */
  readonly from: number;
}

/**
 * Marks the rollups of a range dirty, for any refresher to recompute: all days with an hour in the range, unless retention
 * has deleted their readings.
 * @throws the database's error; what was marked before stays marked, and calling again is safe.
 */
export async function markRangeDirty(
  database: WeatherDatabase,
  range: RollupRange,
  signal: AbortSignal,
): Promise<MarkedRange> {
  const { readingsSince } = await loadRetentionCutoff(database.fork());
  const from = Math.max(startOfDay(range.from), readingsSince);
  const to = startOfDay(range.to - 1) + MS_PER_DAY;
  let days = 0;
  for await (const station of stationDays(database.fork(), { ...range, from, to })) {
    if (signal.aborted) break;
    days += await markStation(database, station);
  }
  return { days, from };
}

async function markStation(database: WeatherDatabase, { station, from, to }: StationDays): Promise<number> {
  const step = DAYS_PER_TRANSACTION * MS_PER_DAY;
  for (let start = from; start < to; start += step) {
    const dirty = new DirtyHours();
    const end = Math.min(start + step, to);
    for (let hour = start; hour < end; hour += MS_PER_HOUR) dirty.add(station, hour);
    await database.fork().transactional((em) => markDirty(em, dirty));
  }
  return (to - from) / MS_PER_DAY;
}
