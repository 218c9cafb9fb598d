import { truncateText, truncateJson } from './truncate.ts';
import type { PropertyRule } from './class-rules.ts';

const MAX_VALUE_LENGTH = 40;
const MAX_MESSAGE_LENGTH = 2000;
const TYPE_RULES = ['isString', 'isNumber'];

/** An issue of a record: its field, or a rejection reason for its bytes, and a sentence. */
export class ValidationIssue {
  constructor(
    readonly subject: string,
    readonly text: string,
  ) {}
}

/** Formats a value and its requirement: "observedAt is 5 (a number), expected a string". */
export function formatIssue(field: string, value: string, requirement: string): ValidationIssue {
  return new ValidationIssue(field, `${field} is ${value}, ${requirement}`);
}

/** Formats a value as JSON of at most 40 characters. */
export function formatValue(value: unknown): string {
  if (value === undefined) return 'missing';
  return value === '' ? 'empty' : truncateJson(value, MAX_VALUE_LENGTH);
}

/** Joins issues to one rejection message of bounded length, without line breaks. */
export function joinIssues(issues: readonly ValidationIssue[]): string {
  return truncateText(
    issues
      .map(({ text }) => text)
      .join('; ')
      .replaceAll(/\p{Cc}+/gu, ' '),
    MAX_MESSAGE_LENGTH,
  );
}

/** Describes the type of a JSON value: "null", "an array", "a number". */
export function describeType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not finite';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Creates the issue of a property that breaks a rule; of a value of the wrong type, it names the type as well. */
export function toIssue(property: string, value: unknown, { name, message }: PropertyRule): ValidationIssue {
  const isOfWrongType = isPresent(value) && TYPE_RULES.includes(name);
  return formatIssue(
    property,
    isOfWrongType ? `${formatValue(value)} (${describeType(value)})` : formatValue(value),
    message,
  );
}

/** Whether a field holds something: null on the wire is the same as a missing field. */
export function isPresent<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}
