import { ENVELOPE } from './foreign-envelope.ts';
import { KNOWN_FIELDS } from './misnamed-fields.ts';
import { EVERY_QUANTITY } from './reading-message.ts';

/** The rejection reasons of records without a JSON object; `failed` if decoding threw an error. */
export const DECODE_REASONS = [
  'no-value',
  'too-large',
  'not-utf-8',
  'not-json',
  'not-an-object',
  'failed',
] as const;

/** The rejection reason of a batch whose records cannot be parsed. */
export const UNREADABLE_BATCH = 'unreadable-batch';

const NO_QUANTITY = 'no-quantity';

/**
 * The rejection reasons by stage: codes to count by, beside the rejection message. That of invalid values is the first invalid
 * field, by its name in the current format, or that the record is an envelope.
 */
export const REJECTION_REASONS = {
  decode: [...DECODE_REASONS, UNREADABLE_BATCH],
  validate: [...KNOWN_FIELDS, NO_QUANTITY, ENVELOPE],
  store: ['database'],
} as const;

const REASON_BY_FIELD = new Map([
  [EVERY_QUANTITY, NO_QUANTITY],
  ['sensor_id', 'stationId'],
  ['timestamp', 'observedAt'],
  ['température', 'temperature'],
]);

/** The rejection reason of a record whose first invalid field, in either format, is this one. */
export function toRejectionReason(field: string): string {
  return REASON_BY_FIELD.get(field) ?? field;
}
