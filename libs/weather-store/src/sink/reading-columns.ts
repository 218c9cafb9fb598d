import type { Reading } from '@weather/weather-schema';

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

const DATE_END = 10;
const TIME_START = 11;
const TIME_END = 23;

/** Epoch milliseconds as a UTC `DATETIME(3)` literal: `2026-01-01 12:00:00.000`. */
export function toDateTime(epochMs: number): string {
  const iso = new Date(epochMs).toISOString();
  return `${iso.slice(0, DATE_END)} ${iso.slice(TIME_START, TIME_END)}`;
}

/** The epoch milliseconds of a UTC `DATETIME(3)`, as the connection returns it. */
export function toEpochMs(dateTime: string): number {
  return Date.parse(`${dateTime.replace(' ', 'T')}Z`);
}
