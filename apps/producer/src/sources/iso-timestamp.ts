import { parseIsoTimestamp } from '@weather/weather-schema';
import { ValidateBy } from 'class-validator';
import { DateTime } from 'luxon';

export const ZONED_TIMESTAMP_EXAMPLE = '2026-07-01T12:00:00Z';

/** A time without its zone is ambiguous; the hyphens of a date are not an offset. */
const NAMES_ZONE = /T.*(Z|[+-]\d\d(:?\d\d)?)$/i;

/** Up to this length a fraction has at most three digits. */
const LONGEST_PARSED = 'YYYY-MM-DDTHH:MM:SS.fff+HH:MM'.length;

/**
 * Parses an ISO 8601 time with its zone: common forms directly, others with luxon, which takes 2 µs.
 * @returns milliseconds since the epoch, NaN for any other text.
 */
export function parseZonedTimestamp(text: string): number {
  const timestamp = text.length > LONGEST_PARSED ? Number.NaN : parseIsoTimestamp(text);
  if (!Number.isNaN(timestamp)) return timestamp;
  return NAMES_ZONE.test(text) ? DateTime.fromISO(text).toMillis() : Number.NaN;
}

/** Validates that `parseZonedTimestamp` accepts a setting. */
export function IsZonedTimestamp(): PropertyDecorator {
  const validate = (value: unknown): boolean =>
    typeof value === 'string' && !Number.isNaN(parseZonedTimestamp(value));
  return ValidateBy({ name: 'isZonedTimestamp', validator: { validate } });
}
