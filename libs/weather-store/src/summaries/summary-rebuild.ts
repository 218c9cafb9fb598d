import { MS_PER_DAY, MS_PER_HOUR } from '@weather/weather-schema';
import { loadRetentionFloor } from '../retention/retention-floor.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { DueHours } from './due-hours.ts';
import { markDue } from './mark-due.ts';
import { dayOf, stationDays, type StationDays, type SummaryRange } from './station-days.ts';

/** Days that are marked in one transaction, so that its locks are short. */
const DAYS_OF_TRANSACTION = 1_000;

/** What was marked. */
export interface MarkedRange {
  /** Days, each of one station. */
  readonly days: number;
  /** Where the marked part begins: the range's own beginning, or the floor below which readings were dropped. */
  readonly from: number;
}

/**
 * Marks the summaries of a range to be made anew: whoever sweeps does it. The whole days that have any hour in the range,
 * as far as readings are there.
 * @throws the database's error; what was marked until then stays marked, and calling again is safe.
 */
export async function markRange(
  database: WeatherDatabase,
  range: SummaryRange,
  signal: AbortSignal,
): Promise<MarkedRange> {
  const { readingsSince } = await loadRetentionFloor(database.fork());
  const from = Math.max(dayOf(range.from), readingsSince);
  const to = dayOf(range.to - 1) + MS_PER_DAY;
  let days = 0;
  for await (const station of stationDays(database.fork(), { ...range, from, to })) {
    if (signal.aborted) break;
    days += await markStation(database, station);
  }
  return { days, from };
}

async function markStation(database: WeatherDatabase, { station, from, to }: StationDays): Promise<number> {
  const step = DAYS_OF_TRANSACTION * MS_PER_DAY;
  for (let start = from; start < to; start += step) {
    const due = new DueHours();
    const end = Math.min(start + step, to);
    for (let hour = start; hour < end; hour += MS_PER_HOUR) due.add(station, hour);
    await database.fork().transactional((em) => markDue(em, due));
  }
  return (to - from) / MS_PER_DAY;
}
