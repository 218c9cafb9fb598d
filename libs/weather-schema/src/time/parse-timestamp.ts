import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './time-units.ts';

const HYPHEN = 0x2d;
const PLUS = 0x2b;
const COLON = 0x3a;
const DOT = 0x2e;
const SPACE = 0x20;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;
const DIGIT_0 = 0x30;

const DATE_LENGTH = 'YYYY-MM-DD'.length;
const MINUTE_END = 'YYYY-MM-DDTHH:MM'.length;
const SECOND_END = 'YYYY-MM-DDTHH:MM:SS'.length;
const OFFSET_LENGTH = '+HH:MM'.length;

const INVALID_DIGITS = -1;

/**
 * Parses an ISO 8601 timestamp, `YYYY-MM-DDTHH:MM[:SS[.fraction]](Z|±HH:MM)`, to milliseconds since the epoch; fractions of a
 * millisecond are cut off. NaN for anything else, including a day that its month does not have, 24:00, a leap second and a missing
 * zone.
 */
export const parseIsoTimestamp = memoizeLast((text) => {
  const zone = zoneLength(text);
  if (zone === 0 || text.charCodeAt(DATE_LENGTH) !== LETTER_T) return Number.NaN;
  return wallClock(text, text.length - zone) - zoneOffset(text, zone);
});

/**
 * As `parseIsoTimestamp`, but with a space or a `T` before the time and with or without a zone; without one the result is the
 * local time read as UTC.
 */
export const parseTimestamp = memoizeLast((text) => {
  const zone = zoneLength(text);
  const separator = text.charCodeAt(DATE_LENGTH);
  if (separator !== SPACE && separator !== LETTER_T) return Number.NaN;
  const offset = zone === 0 ? 0 : zoneOffset(text, zone);
  return wallClock(text, text.length - zone) - offset;
});

/** Whether a text that `parseTimestamp` accepts has a zone. */
export function namesZone(text: string): boolean {
  return zoneLength(text) > 0;
}

function zoneLength(text: string): number {
  if (text.charCodeAt(text.length - 1) === LETTER_Z) return 1;
  const sign = text.charCodeAt(text.length - OFFSET_LENGTH);
  return sign === PLUS || sign === HYPHEN ? OFFSET_LENGTH : 0;
}

function zoneOffset(text: string, length: number): number {
  if (length === 1) return 0;
  const start = text.length - OFFSET_LENGTH;
  const offset = clock(text, start + 1);
  return text.charCodeAt(start) === HYPHEN ? -offset : offset;
}

function wallClock(text: string, end: number): number {
  const date = calendarDay(text) * MS_PER_DAY + clock(text, DATE_LENGTH + 1);
  if (end === MINUTE_END) return date;
  if (end < SECOND_END || text.charCodeAt(MINUTE_END) !== COLON) return Number.NaN;
  const second = twoDigits(text, MINUTE_END + 1);
  if (second < 0 || second > 59) return Number.NaN;
  return date + second * MS_PER_SECOND + (end === SECOND_END ? 0 : fraction(text, end));
}

/** `HH:MM` in milliseconds. */
function clock(text: string, start: number): number {
  const hour = twoDigits(text, start);
  const minute = twoDigits(text, start + 3);
  const valid =
    hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && text.charCodeAt(start + 2) === COLON;
  return valid ? hour * MS_PER_HOUR + minute * MS_PER_MINUTE : Number.NaN;
}

/** The milliseconds of `.d…`; digits beyond the third must be digits and do not count. */
function fraction(text: string, end: number): number {
  if (text.charCodeAt(SECOND_END) !== DOT || end === SECOND_END + 1) return Number.NaN;
  let milliseconds = 0;
  let weight = MS_PER_SECOND / 10;
  for (let at = SECOND_END + 1; at < end; at++) {
    const digit = text.charCodeAt(at) - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    milliseconds += digit * Math.floor(weight);
    weight /= 10;
  }
  return milliseconds;
}

/** The day `YYYY-MM-DD` counted from 1970-01-01, or NaN. */
function calendarDay(text: string): number {
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) return Number.NaN;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return Number.NaN;
  const year = century * 100 + yearOfCentury;
  return day > daysInMonth(year, month) ? Number.NaN : daysFromCivil(year, month, day);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Days since 1970-01-01 of a date of the proleptic Gregorian calendar. `Date.UTC` would take the years 0 to 99 for
 * those of the twentieth century. Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * `days_from_civil`.
 */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - DIGIT_0;
  const ones = text.charCodeAt(at + 1) - DIGIT_0;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : INVALID_DIGITS;
}

/**
 * A parser of times that keeps its last result: a reading's time is asked for by the check and again by the decoding, and
 * stations often report together.
 */
export function memoizeLast(parse: (text: string) => number): (text: string) => number {
  let lastText: string | undefined;
  let lastResult = Number.NaN;
  return (text) => {
    if (text !== lastText) {
      lastResult = parse(text);
      lastText = text;
    }
    return lastResult;
  };
}
