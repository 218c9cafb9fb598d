import { MS_PER_DAY, MS_PER_HOUR, QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import { getFlag } from '@weather/weather-rules';
import { RetentionCutoff } from '../entities/reading.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { QUANTITY_COLUMNS } from '../rows/reading-columns.ts';
import { START_COLUMN } from '../rollups/rollup-query.ts';
import type { StationRange } from './find-readings.ts';
import { ROLLUP_TABLE, type RollupResolution } from './find-rollups.ts';
import type { QueryRunner } from './query-runner.ts';

/** A series of more values is read from the hourly rollups, or else from the daily ones. */
const MAX_SERIES_ROWS = 200_000;
/** Keeps statements short, so that others have their turn. */
const PAGE_ROWS = 20_000;
const PERIOD_MS = { hour: MS_PER_HOUR, day: MS_PER_DAY } as const;

/** The column of the rollups that represents a quantity. */
const ROLLUP_COLUMN: Readonly<Record<Quantity, string>> = {
  temperature: 'temperature_mean',
  humidity: 'humidity_mean',
  pressure: 'pressure_mean',
  windSpeed: 'wind_speed_mean',
  windGust: 'wind_gust_mean',
  windDirection: 'wind_vector_direction',
  precipitation: 'precipitation_sum',
};

/** The values of one quantity in chronological order: columns of equal length. */
export interface QuantitySeries {
  /** Whether the values are readings or hourly or daily means (sums of precipitation). */
  readonly resolution: 'reading' | RollupResolution;
  /** Epoch milliseconds. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** The quality flags; 0 for hours and days, which are computed from good values only. */
  readonly flags: readonly number[];
}

/**
 * Finds the values of a quantity in a range: readings, or hours or days where there are too many readings or where the
 * range starts before the retention cutoff.
 */
export async function findSeries(
  runner: QueryRunner,
  range: StationRange,
  quantity: Quantity,
): Promise<QuantitySeries> {
  if (!(await isExpired(runner, range.from)) && !(await hasTooManyReadings(runner, range)))
    return await findReadingSeries(runner, range, quantity);
  const hours = await findRollupSeries(runner, range, quantity, 'hour');
  return hours.times.length < MAX_SERIES_ROWS
    ? hours
    : await findRollupSeries(runner, range, quantity, 'day');
}

async function isExpired(runner: QueryRunner, from: number): Promise<boolean> {
  const cutoff = await runner.run((em) => em.findOne(RetentionCutoff, 1));
  return cutoff !== null && from < cutoff.readingsSince.getTime();
}

async function hasTooManyReadings(
  runner: QueryRunner,
  { station, from, to }: StationRange,
): Promise<boolean> {
  const [row] = await runner.select(
    `SELECT observed_at FROM reading WHERE station_id = ? AND observed_at >= ? AND observed_at < ?
     ORDER BY observed_at LIMIT 1 OFFSET ${MAX_SERIES_ROWS}`,
    [station, toDateTime(from), toDateTime(to)],
  );
  return row !== undefined;
}

async function findReadingSeries(
  runner: QueryRunner,
  { station, from, to }: StationRange,
  quantity: Quantity,
): Promise<QuantitySeries> {
  const column = QUANTITY_COLUMNS[QUANTITY_NAMES.indexOf(quantity)];
  const sql = `SELECT observed_at AS observedAt, CAST(${column} AS CHAR) AS value, quality FROM reading
    WHERE station_id = ? AND observed_at >= ? AND observed_at < ? AND ${column} IS NOT NULL
    ORDER BY observed_at LIMIT ${PAGE_ROWS}`;
  const times: number[] = [];
  const values: number[] = [];
  const flags: number[] = [];
  for (let start = from; ;) {
    const rows = await runner.select<{ observedAt: string; value: string; quality: number }>(sql, [
      station,
      toDateTime(start),
      toDateTime(to),
    ]);
    for (const { observedAt, value, quality } of rows) {
      times.push(toEpochMs(observedAt));
      values.push(Number(value));
      flags.push(getFlag(quality, quantity));
    }
    const last = times.at(-1);
    if (rows.length < PAGE_ROWS || last === undefined) return { resolution: 'reading', times, values, flags };
    start = last + 1;
  }
}

/** The hours or days that overlap the range, at most `MAX_SERIES_ROWS`. */
async function findRollupSeries(
  runner: QueryRunner,
  { station, from, to }: StationRange,
  quantity: Quantity,
  resolution: RollupResolution,
): Promise<QuantitySeries> {
  const table = ROLLUP_TABLE[resolution];
  const start = START_COLUMN[table];
  const value = ROLLUP_COLUMN[quantity];
  const periodMs = PERIOD_MS[resolution];
  const rows = await runner.select<{ start: string; value: string }>(
    `SELECT ${start} AS start, ${value} AS value FROM ${table}
     WHERE station_id = ? AND ${start} >= ? AND ${start} < ? AND ${value} IS NOT NULL ORDER BY ${start}
     LIMIT ${MAX_SERIES_ROWS}`,
    [station, toDateTime(Math.floor(from / periodMs) * periodMs), toDateTime(to)],
  );
  return {
    resolution,
    times: rows.map((row) => toEpochMs(row.start)),
    values: rows.map((row) => Number(row.value)),
    flags: rows.map(() => 0),
  };
}
