import { parseIsoTimestamp } from '@weather/weather-schema';
import { ValidateBy } from 'class-validator';
import { DateTime } from 'luxon';

export const ZONED_TIMESTAMP_EXAMPLE = '2026-07-01T12:00:00Z';

/** A time without its zone is ambiguous; the hyphens of a date are not an offset. */
const NAMES_ZONE = /T.*(Z|[+-]\d\d(:?\d\d)?)$/i;

/** Up to this length a fraction has at most three digits. */
const LONGEST_PARSED = 'YYYY-MM-DDTHH:MM:SS.fff+HH:MM'.length;

/**
 * Parses an ISO 8601 time with its zone. Common forms are parsed without luxon, which takes 2 µs; others are left to luxon.
 * @returns milliseconds since the epoch of an ISO 8601 time with its zone, NaN for any other text.
 */
export function parseZonedTimestamp(text: string): number {
  const timestamp = text.length > LONGEST_PARSED ? Number.NaN : parseIsoTimestamp(text);
  if (!Number.isNaN(timestamp)) return timestamp;
  return NAMES_ZONE.test(text) ? DateTime.fromISO(text).toMillis() : Number.NaN;
}

/** A setting that `parseZonedTimestamp` understands. */
export function IsZonedTimestamp(): PropertyDecorator {
  const validate = (value: unknown): boolean =>
    typeof value === 'string' && !Number.isNaN(parseZonedTimestamp(value));
  return ValidateBy({ name: 'isZonedTimestamp', validator: { validate } });
}
