import { parseIsoTimestamp } from '@weather/weather-schema';
import { ValidateBy } from 'class-validator';
import { DateTime } from 'luxon';

export const ISO_INSTANT_EXAMPLE = '2026-07-01T12:00:00Z';

/** A time without its zone is no instant; a date's hyphens are not to be taken for one. */
const NAMES_ZONE = /T.*(Z|[+-]\d\d(:?\d\d)?)$/i;

/** A fraction with so few digits is the same number of milliseconds, whether it is cut off or multiplied. */
const LONGEST_PARSED = 'YYYY-MM-DDTHH:MM:SS.fff+HH:MM'.length;

/**
 * The common forms are read without luxon, which would take 2 µs; the others, such as `20130101T06Z`, are its matter.
 * @returns milliseconds since the epoch of an ISO 8601 time with its zone, NaN for any other text.
 */
export function parseIsoInstant(text: string): number {
  const instant = text.length > LONGEST_PARSED ? Number.NaN : parseIsoTimestamp(text);
  if (!Number.isNaN(instant)) return instant;
  return NAMES_ZONE.test(text) ? DateTime.fromISO(text).toMillis() : Number.NaN;
}

/** A setting that `parseIsoInstant` understands. */
export function IsIsoInstant(): PropertyDecorator {
  const validate = (value: unknown): boolean =>
    typeof value === 'string' && !Number.isNaN(parseIsoInstant(value));
  return ValidateBy({ name: 'isIsoInstant', validator: { validate } });
}
