import { MS_PER_HOUR, type Quantity } from '@weather/weather-schema';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { newestReadingParameters, newestReadingSql } from '../rows/newest-reading-sql.ts';
import { toMeasurements, SELECT_READINGS, type SelectedReading } from '../rows/select-readings.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import type { QueryRunner } from './query-runner.ts';

/** The rows of a station in a period. */
export interface StationRange {
  /** The surrogate key. */
  readonly station: number;
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Epoch milliseconds, exclusive. */
  readonly to: number;
}

/** A row of `reading` for display. */
export interface QueriedReading {
  /** Epoch milliseconds. */
  readonly observedAt: number;
  /** The measured values, in the units of the wire format. */
  readonly values: Readonly<Partial<Record<Quantity, number>>>;
  /** The quality flags, read with `getFlag` of weather-rules. */
  readonly quality: number;
}

/** Finds the first `limit` readings of a range in chronological order. */
export async function findReadings(
  runner: QueryRunner,
  { station, from, to }: StationRange,
  limit: number,
): Promise<QueriedReading[]> {
  const rows = await runner.select<SelectedReading>(
    `${SELECT_READINGS} WHERE station_id = ? AND observed_at >= ? AND observed_at < ? ORDER BY observed_at LIMIT ?`,
    [station, toDateTime(from), toDateTime(to), limit],
  );
  return rows.map(toQueriedReading);
}

/**
 * Finds when the newest reading of all stations was observed, in epoch ms, without those from the future. Reads one entry of
 * the index for each station.
 */
export async function findNewestReadingTime(
  database: WeatherDatabase,
  now: number,
): Promise<number | undefined> {
  const [row] = await database.execute<{ newest: string | null }>(
    `SELECT MAX(${newestReadingSql('s.id')}) AS newest FROM station s`,
    newestReadingParameters(now, MS_PER_HOUR),
  );
  return row?.newest ? toEpochMs(row.newest) : undefined;
}

export function toQueriedReading(row: SelectedReading): QueriedReading {
  return { observedAt: toEpochMs(row.observedAt), values: toMeasurements(row), quality: row.quality };
}
