import type { Reading } from '@weather/weather-schema';
import { toDateTime } from './date-time.ts';

/** The columns of what was measured, in the order of `QUANTITY_NAMES`. */
export const QUANTITY_COLUMNS = [
  'temperature',
  'humidity',
  'pressure',
  'wind_speed',
  'wind_gust',
  'wind_direction',
  'precipitation',
] as const;

/** The columns of `reading`, in the order in which rows are written. */
export const READING_COLUMNS = ['station_id', 'observed_at', ...QUANTITY_COLUMNS, 'quality'] as const;

/** A reading with the small id of its station. */
export interface ReadingRow {
  readonly station: number;
  /** What the station observed: put together with what other records say of the timestamp, once it is evaluated. */
  reading: Reading;
  /** The flags of quality control, see `packQuality`. */
  quality: number;
}

/** The values of a row, in the order of the columns. */
export function toReadingValues({ station, reading, quality }: ReadingRow): (number | string | null)[] {
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
    quality,
  ];
}
