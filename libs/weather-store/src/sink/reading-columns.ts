import type { Reading } from '@weather/weather-schema';
import { toDateTime } from './date-time.ts';

/** The columns of `reading`, in the order in which rows are written. */
export const READING_COLUMNS = [
  'station_id',
  'observed_at',
  'temperature',
  'humidity',
  'pressure',
  'wind_speed',
  'wind_gust',
  'wind_direction',
  'precipitation',
] as const;

/** A reading with the small id of its station. */
export interface ReadingRow {
  readonly station: number;
  readonly reading: Reading;
}

/** The values of a row, in the order of the columns. */
export function readingValues({ station, reading }: ReadingRow): (number | string | null)[] {
  return [
    station,
    toDateTime(reading.observedAt),
    reading.temperature ?? null,
    reading.humidity ?? null,
    reading.pressure ?? null,
    reading.windSpeed ?? null,
    reading.windGust ?? null,
    reading.windDirection ?? null,
    reading.precipitation ?? null,
  ];
}
