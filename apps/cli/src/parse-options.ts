import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '@weather/service-runtime';
import { STATION_ID_PATTERN } from '@weather/weather-schema';

/** A day, or a time with its zone: one without would mean another instant on another machine. */
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * The options behind a command.
 * @throws UsageError that says what is wrong.
 */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<Parsed<T>>>['values'] {
  try {
    return parseArgs<Parsed<T>>({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw usageError((error as Error).message);
  }
}

interface Parsed<T extends NonNullable<ParseArgsConfig['options']>> {
  args: string[];
  options: T;
  strict: true;
}

/**
 * The whole number that an option holds.
 * @throws UsageError naming the option, the text and what is allowed.
 */
export function wholeNumber(
  option: string,
  text: string | undefined,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  const limits = max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `from ${min} to ${max}`;
  throw usageError(`${option} "${text}": allowed: a whole number, ${limits}`);
}

/**
 * The instant that an option holds, in milliseconds since the epoch; a day is its beginning, UTC.
 * @throws UsageError naming the option, the text and what is allowed.
 */
export function instant(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const epochMs = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(epochMs)) return epochMs;
  throw usageError(`${option} "${text}": allowed: a day, or a time with its zone: 2026-01-01T12:00:00Z`);
}

/**
 * The id of a station that `--station` holds.
 * @throws UsageError naming the text and what is allowed.
 */
export function stationId(text: string): string {
  if (STATION_ID_PATTERN.test(text)) return text;
  throw usageError(`--station "${text}": allowed: 1 to 64 of A–Z a–z 0–9 . _ : -`);
}

export function usageError(message: string): UsageError {
  return new UsageError(`${message}\nweather --help shows what is possible.`);
}
