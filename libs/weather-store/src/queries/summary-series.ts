import { MS_PER_DAY, MS_PER_HOUR, type Quantity } from '@weather/weather-schema';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { START_COLUMN } from '../summaries/summary-query.ts';
import type { PromptReader } from './prompt-reader.ts';
import type { StationRange } from './readings-of.ts';
import { MAX_SERIES_ROWS, type QuantitySeries } from './quantity-series.ts';

export type SummaryResolution = 'hour' | 'day';

/** What stands for a quantity in an hour or a day. */
const COLUMN: Readonly<Record<Quantity, string>> = {
  temperature: 'temperature_mean',
  humidity: 'humidity_mean',
  pressure: 'pressure_mean',
  windSpeed: 'wind_speed_mean',
  windGust: 'wind_gust_mean',
  windDirection: 'wind_vector_direction',
  precipitation: 'precipitation_sum',
};
/** Where the summaries are. */
export const SUMMARY_TABLE = { hour: 'reading_hour', day: 'reading_day' } as const;
const LENGTH_MS = { hour: MS_PER_HOUR, day: MS_PER_DAY } as const;

/** The hours or the days that a range touches, at most `MAX_SERIES_ROWS`. */
export async function summarySeries(
  reader: PromptReader,
  range: StationRange,
  quantity: Quantity,
  resolution: SummaryResolution,
): Promise<QuantitySeries> {
  const table = SUMMARY_TABLE[resolution];
  const start = START_COLUMN[table];
  const value = COLUMN[quantity];
  const rows = await reader.rows<{ start: string; value: string }>(
    `SELECT ${start} AS start, ${value} AS value FROM ${table}
     WHERE station_id = ? AND ${start} >= ? AND ${start} < ? AND ${value} IS NOT NULL ORDER BY ${start}
     LIMIT ${MAX_SERIES_ROWS}`,
    [range.station, toDateTime(startOf(range.from, resolution)), toDateTime(range.to)],
  );
  return {
    resolution,
    times: rows.map((row) => toEpochMs(row.start)),
    values: rows.map((row) => Number(row.value)),
    flags: rows.map(() => 0),
  };
}

/** When the hour or the day of an instant begins, UTC. */
export function startOf(instant: number, resolution: SummaryResolution): number {
  const length = LENGTH_MS[resolution];
  return Math.floor(instant / length) * length;
}
