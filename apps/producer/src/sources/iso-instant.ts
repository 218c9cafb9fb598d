import { ValidateBy } from 'class-validator';
import { DateTime } from 'luxon';

export const ISO_INSTANT_EXAMPLE = '2026-07-01T12:00:00Z';

/** A time without its zone is no instant; a date's hyphens are not to be taken for one. */
const NAMES_ZONE = /T.*(Z|[+-]\d\d(:?\d\d)?)$/i;

/** @returns milliseconds since the epoch of an ISO 8601 time with its zone, NaN for any other text. */
export function parseIsoInstant(text: string): number {
  return NAMES_ZONE.test(text) ? DateTime.fromISO(text).toMillis() : Number.NaN;
}

/** A setting that `parseIsoInstant` understands. */
export function IsIsoInstant(): PropertyDecorator {
  const validate = (value: unknown): boolean =>
    typeof value === 'string' && !Number.isNaN(parseIsoInstant(value));
  return ValidateBy({ name: 'isIsoInstant', validator: { validate } });
}
