import { truncateText, truncateJson } from './truncate.ts';
import type { PropertyRule } from './class-rules.ts';
import { isPresent } from './is-present.ts';

const MAX_VALUE_LENGTH = 40;
const MAX_REASON_LENGTH = 2000;
const TYPE_RULES = ['isString', 'isNumber'];

/** A problem of a record: the field, or a word for what is wrong with the bytes; and a sentence that says it all. */
export class ValidationIssue {
  constructor(
    readonly subject: string,
    readonly text: string,
  ) {}
}

/** A value and what it must be, as in "observedAt is 5 (a number), expected a string". */
export function formatIssue(field: string, value: string, requirement: string): ValidationIssue {
  return new ValidationIssue(field, `${field} is ${value}, ${requirement}`);
}

/** A value as a reason shows it: JSON of at most 40 characters. */
export function formatValue(value: unknown): string {
  if (value === undefined) return 'missing';
  return value === '' ? 'empty' : truncateJson(value, MAX_VALUE_LENGTH);
}

/** All faults as one reason of bounded length, without line breaks. */
export function joinIssues(faults: readonly ValidationIssue[]): string {
  return truncateText(
    faults
      .map(({ text }) => text)
      .join('; ')
      .replaceAll(/\p{Cc}+/gu, ' '),
    MAX_REASON_LENGTH,
  );
}

/** "null", or what kind of JSON value it is, with its article. */
export function describeType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not finite';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** What a property holds and what it should hold; of a value of the wrong kind, its kind as well. */
export function toIssue(property: string, value: unknown, { name, message }: PropertyRule): ValidationIssue {
  const isOfWrongKind = isPresent(value) && TYPE_RULES.includes(name);
  return formatIssue(
    property,
    isOfWrongKind ? `${formatValue(value)} (${describeType(value)})` : formatValue(value),
    message,
  );
}
