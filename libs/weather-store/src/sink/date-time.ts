const MS_PER_SECOND = 1_000;
const SECONDS_PER_MINUTE = 60;
const MS_PER_MINUTE = SECONDS_PER_MINUTE * MS_PER_SECOND;
const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 1_440;
const MS_PER_DAY = MINUTES_PER_DAY * MS_PER_MINUTE;
const DATE_END = 10;

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
const texts = (count: number, textOf: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => textOf(index));

const MINUTES_OF_DAY = texts(
  MINUTES_PER_DAY,
  (minute) => ` ${padded(Math.floor(minute / MINUTES_PER_HOUR), 2)}:${padded(minute % MINUTES_PER_HOUR, 2)}:`,
);
const SECONDS = texts(SECONDS_PER_MINUTE, (second) => `${padded(second, 2)}.`);
const MILLISECONDS = texts(MS_PER_SECOND, (ms) => padded(ms, 3));

let lastDay = Number.NaN;
let dateOfLastDay = '';
let lastInstant = Number.NaN;
let lastDateTime = '';

/**
 * Epoch milliseconds as a UTC `DATETIME(3)` literal: `2026-01-01 12:00:00.000`. Put together from tables, since
 * `toISOString` takes half a microsecond, a fifteenth of what the consumer spends on a reading.
 * @param epochMs a whole number.
 * @throws RangeError when it is no time.
 */
export function toDateTime(epochMs: number): string {
  if (epochMs !== lastInstant) {
    lastDateTime = dateTimeOf(epochMs);
    lastInstant = epochMs;
  }
  return lastDateTime;
}

function dateTimeOf(epochMs: number): string {
  const day = Math.floor(epochMs / MS_PER_DAY);
  if (day !== lastDay) {
    dateOfLastDay = new Date(epochMs).toISOString().slice(0, DATE_END);
    lastDay = day;
  }
  const ofDay = epochMs - day * MS_PER_DAY;
  const ofMinute = ofDay % MS_PER_MINUTE;
  const minute = MINUTES_OF_DAY[(ofDay - ofMinute) / MS_PER_MINUTE] ?? '';
  const ms = ofMinute % MS_PER_SECOND;
  return dateOfLastDay + minute + (SECONDS[(ofMinute - ms) / MS_PER_SECOND] ?? '') + (MILLISECONDS[ms] ?? '');
}

/** The epoch milliseconds of a UTC `DATETIME(3)`, as the connection returns it. */
export function toEpochMs(dateTime: string): number {
  return Date.parse(`${dateTime.replace(' ', 'T')}Z`);
}
