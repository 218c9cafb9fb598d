import { QUANTITY_NAMES } from '../reading/quantities.ts';
import { ENVELOPE } from './envelope.ts';
import { EVERY_QUANTITY } from './reading-message.ts';

/** Of what kind the bytes of a record are when they hold no JSON object; `failed` if decoding it threw an error. */
export const DECODE_REASONS = [
  'no-value',
  'too-large',
  'not-utf-8',
  'not-json',
  'not-an-object',
  'failed',
] as const;

/** Of a whole batch whose records cannot be read, which Kafka's client finds out before there is a record. */
export const UNREADABLE_BATCH = 'unreadable-batch';

const NO_QUANTITY = 'no-quantity';

/**
 * Of what kind a rejected record is, by the stage that refuses it: few words, to be counted by, where the reason says all
 * in full. When values are refused it is the first field that is wrong, by its name in the current format, or that the record
 * is the envelope of another one.
 */
export const REJECTION_REASONS = {
  decode: [...DECODE_REASONS, UNREADABLE_BATCH],
  validate: ['stationId', 'observedAt', 'city', ...QUANTITY_NAMES, NO_QUANTITY, ENVELOPE],
  store: ['database'],
} as const;

const REASON_BY_FIELD = new Map([
  [EVERY_QUANTITY, NO_QUANTITY],
  ['sensor_id', 'stationId'],
  ['timestamp', 'observedAt'],
  ['température', 'temperature'],
]);

/** The kind of a record of which this field is the first that is wrong, in either format. */
export function toRejectionReason(field: string): string {
  return REASON_BY_FIELD.get(field) ?? field;
}
