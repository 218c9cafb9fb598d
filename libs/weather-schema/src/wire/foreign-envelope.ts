import { ValidationIssue } from '../validation/validation-issue.ts';

/** The rejection reason of a record that is an envelope. */
export const ENVELOPE = 'envelope';

const CONNECT_REMEDY = 'set schemas.enable=false in the converter, or send what is in its payload';
const DEBEZIUM_REMEDY = 'send the new row alone, as ExtractNewRecordState does';

/** Finds out whether an object is an envelope around a record, as an issue; undefined if it is not. */
export function findEnvelope(record: object): ValidationIssue | undefined {
  if (isChangeEvent(record))
    return envelope('a change event of Debezium (before, after, op)', DEBEZIUM_REMEDY);
  const { schema, payload } = record as { readonly schema?: unknown; readonly payload?: unknown };
  if (schema === undefined || payload === undefined) return undefined;
  return isChangeEvent(payload)
    ? envelope(
        'a change event of Debezium in an envelope of Kafka Connect (schema, payload)',
        DEBEZIUM_REMEDY,
      )
    : envelope('an envelope of Kafka Connect (schema, payload)', CONNECT_REMEDY);
}

function isChangeEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { op, before, after } = value as Readonly<Record<string, unknown>>;
  return op !== undefined && (before !== undefined || after !== undefined);
}

function envelope(what: string, remedy: string): ValidationIssue {
  return new ValidationIssue(ENVELOPE, `the record is ${what}: ${remedy}`);
}
