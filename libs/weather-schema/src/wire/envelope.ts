import { ValidationIssue } from '../validation/validation-issue.ts';

/** What stands in the faults of a record that is an envelope, and the kind of its rejection. */
export const ENVELOPE = 'envelope';

const CONNECT_REMEDY = 'set schemas.enable=false in the converter, or send what is in its payload';
const DEBEZIUM_REMEDY = 'send the new row alone, as ExtractNewRecordState does';

/** That an object wraps a record, as a fault; `undefined` for any other object. */
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
