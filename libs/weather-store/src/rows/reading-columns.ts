import type { EvaluatedReading } from '@weather/weather-rules';
import { toDateTime } from './date-time.ts';

/** The columns of the quantities, in the order of `QUANTITY_NAMES`. */
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

/** The values of a row, in the order of the columns. */
export function toReadingValues({ station, reading, quality }: EvaluatedReading): (number | string | null)[] {
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
