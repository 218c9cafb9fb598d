import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '@weather/service-runtime';
import { STATION_ID_PATTERN } from '@weather/weather-schema';

/** A day, or a time with its zone: without one it would differ between machines. */
const TIMESTAMP = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

const DEFAULT_EXAMPLES = 20;

interface Parsed<T extends NonNullable<ParseArgsConfig['options']>> {
  args: string[];
  options: T;
  strict: true;
}

/**
 * Parses the options after a command.
 * @throws UsageError naming what is wrong.
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

/**
 * Parses an option that is a whole number.
 * @throws UsageError naming the option, its value and what is expected.
 */
export function parseWholeNumber(
  option: string,
  text: string | undefined,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  const limits = max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `from ${min} to ${max}`;
  throw invalidOption(option, text, `a whole number, ${limits}`);
}

/**
 * Parses an option that is a time, into milliseconds since the epoch; a day is its beginning, UTC.
 * @throws UsageError naming the option, its value and what is expected.
 */
export function parseTime(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const epochMs = TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(epochMs)) return epochMs;
  throw invalidOption(option, text, 'a day, or a time with its zone, such as 2026-01-01T12:00:00Z');
}

/**
 * Parses the option `--station`.
 * @throws UsageError naming its value and what is expected.
 */
export function parseStationId<T extends string | undefined>(text: T): T {
  if (text === undefined || STATION_ID_PATTERN.test(text)) return text;
  throw invalidOption('--station', text, '1 to 64 of A–Z a–z 0–9 . _ : -');
}

/**
 * Parses the option `--examples`; 20 by default.
 * @throws UsageError naming its value and what is expected.
 */
export function parseExamples(text: string | undefined): number {
  return parseWholeNumber('--examples', text) ?? DEFAULT_EXAMPLES;
}

export function invalidOption(option: string, text: string, expected: string): UsageError {
  return usageError(`${option} "${text}" is invalid; expected ${expected}`);
}

export function usageError(message: string): UsageError {
  return new UsageError(`${message}\nSee weather --help.`);
}
