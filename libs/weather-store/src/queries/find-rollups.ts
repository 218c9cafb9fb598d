import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import type { ROLLUP_QUANTITIES } from '../rollups/rollup-columns.ts';
import { START_COLUMN } from '../rollups/rollup-query.ts';
import type { StationRange } from './find-readings.ts';
import type { QueryRunner } from './query-runner.ts';

export type RollupResolution = 'hour' | 'day';

/** A quantity with a minimum, maximum and mean. */
type RollupQuantity = 'temperature' | 'humidity' | 'pressure' | 'windSpeed' | 'windGust';

/** The good values of one quantity. */
interface RollupValues {
  readonly count: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
}

/** A row of `reading_hour` or `reading_day`; see docs/rollups.md. */
export interface Rollup {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly readings: number;
  readonly quantities: Readonly<Record<RollupQuantity, RollupValues>>;
  readonly precipitationSum: number | null;
}

type RollupRow = Readonly<Record<string, string | number | null>>;

export const ROLLUP_TABLE = { hour: 'reading_hour', day: 'reading_day' } as const;
const COLUMN: Readonly<Record<RollupQuantity, (typeof ROLLUP_QUANTITIES)[number]>> = {
  temperature: 'temperature',
  humidity: 'humidity',
  pressure: 'pressure',
  windSpeed: 'wind_speed',
  windGust: 'wind_gust',
};
/** mysql2 reads a `DOUBLE` with an error in its last digit; as a text it is exact. */
const QUANTITIES = Object.values(COLUMN)
  .map(
    (name) =>
      `${name}_count, CAST(${name}_min AS CHAR) AS ${name}_min, ${name}_mean, CAST(${name}_max AS CHAR) AS ${name}_max`,
  )
  .join(', ');

/** Finds the first `limit` hours or days that start in a range, in chronological order. */
export async function findRollups(
  runner: QueryRunner,
  resolution: RollupResolution,
  { station, from, to }: StationRange,
  limit: number,
): Promise<Rollup[]> {
  const table = ROLLUP_TABLE[resolution];
  const start = START_COLUMN[table];
  const rows = await runner.select<RollupRow>(
    `SELECT ${start} AS start, reading_count, precipitation_sum, ${QUANTITIES} FROM ${table}
     WHERE station_id = ? AND ${start} >= ? AND ${start} < ? ORDER BY ${start} LIMIT ?`,
    [station, toDateTime(from), toDateTime(to), limit],
  );
  return rows.map(toRollup);
}

function toRollup(row: RollupRow): Rollup {
  const number = (column: string): number | null => {
    const value = row[column] ?? null;
    return value === null ? null : Number(value);
  };
  const quantities = Object.entries(COLUMN).map(([quantity, name]) => [
    quantity,
    {
      count: Number(row[`${name}_count`]),
      min: number(`${name}_min`),
      mean: number(`${name}_mean`),
      max: number(`${name}_max`),
    },
  ]);
  return {
    start: toEpochMs(String(row['start'])),
    readings: Number(row['reading_count']),
    quantities: Object.fromEntries(quantities) as Rollup['quantities'],
    precipitationSum: number('precipitation_sum'),
  };
}
