import { formatIsoTimestamp } from '@weather/weather-schema';

const DATE_END = 10;
const TIME_START = 11;
const TIME_END = 23;

let lastEpochMs = Number.NaN;
let lastDateTime = '';

/**
 * Epoch milliseconds as a UTC `DATETIME(3)` literal: `2026-01-01 12:00:00.000`. Keeps the last one, since stations often
 * report together.
 * @throws RangeError for an invalid time.
 */
export function toDateTime(epochMs: number): string {
  if (epochMs !== lastEpochMs) {
    const iso = formatIsoTimestamp(epochMs);
    lastDateTime = `${iso.slice(0, DATE_END)} ${iso.slice(TIME_START, TIME_END)}`;
    lastEpochMs = epochMs;
  }
  return lastDateTime;
}

/** The epoch milliseconds of a UTC `DATETIME(3)`, as the connection returns it. */
export function toEpochMs(dateTime: string): number {
  return Date.parse(`${dateTime.replace(' ', 'T')}Z`);
}
