import { bounded, jsonBeginning } from './bounded-text.ts';
import type { PropertyRule } from './class-rules.ts';
import { isGiven } from './is-given.ts';

const MAX_VALUE_LENGTH = 40;
const MAX_REASON_LENGTH = 2000;
const TYPE_RULES = ['isString', 'isNumber'];

/** What is wrong with a record: the field, or what its bytes are not, in a word; and all of it as a sentence. */
export class Fault {
  constructor(
    readonly subject: string,
    readonly text: string,
  ) {}
}

/** A value and what it must be, as in "observedAt is 5 (a number), it must be a string". */
export function fault(field: string, value: string, requirement: string): Fault {
  return new Fault(field, `${field} is ${value}, ${requirement}`);
}

/** A value as a reason shows it: JSON of at most 40 characters. */
export function shown(value: unknown): string {
  return value === undefined ? 'missing' : jsonBeginning(value, MAX_VALUE_LENGTH);
}

/** All faults as one reason of bounded length, without line breaks. */
export function reasonOf(faults: readonly Fault[]): string {
  return bounded(
    faults
      .map(({ text }) => text)
      .join('; ')
      .replaceAll(/\p{Cc}+/gu, ' '),
    MAX_REASON_LENGTH,
  );
}

/** "null", or what kind of JSON value it is, with its article. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not finite';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** What a property holds and what it should hold; of a value of the wrong kind, its kind as well. */
export function brokenRule(property: string, value: unknown, { name, message }: PropertyRule): Fault {
  const isOfWrongKind = isGiven(value) && TYPE_RULES.includes(name);
  return fault(property, isOfWrongKind ? `${shown(value)} (${kindOf(value)})` : shown(value), message);
}
