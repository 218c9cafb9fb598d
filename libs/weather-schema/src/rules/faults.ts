import { validateSync, type ValidationError } from 'class-validator';
import { rulesOf, type MessageClass } from './class-rules.ts';

const MAX_VALUE_LENGTH = 40;
const MAX_REASON_LENGTH = 2000;
const TYPE_RULES = ['isString', 'isNumber'];

/**
 * Every fault of a message as class-validator finds it, one for each field, in the order of the fields: what the field
 * holds and what it should hold.
 */
export function faultsOf<T extends object>(messageClass: MessageClass<T>, candidate: object): string[] {
  const errors = validateSync(instanceOf(messageClass, candidate), {
    forbidUnknownValues: false,
    stopAtFirstError: true,
    validationError: { target: false },
  });
  return errors.map(faultOf);
}

/** An instance with the known fields of an object; anything else that the object has, `__proto__` included, stays out. */
export function instanceOf<T extends object>(messageClass: MessageClass<T>, candidate: object): T {
  const fields = rulesOf(messageClass).map(({ property }) => property);
  const given = new Map(Object.entries(candidate).filter(([name]) => fields.includes(name)));
  return Object.assign(new messageClass(), Object.fromEntries(given) as Partial<T>);
}

/** A value and what is wrong with it, as in "windSpeed is 468.66, the limit is 150 m/s". */
export function fault(field: string, value: string, requirement: string): string {
  return `${field} is ${value}, ${requirement}`;
}

/** A value as a reason shows it: JSON of at most 40 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  return bounded(typeof value === 'number' ? String(value) : JSON.stringify(value), MAX_VALUE_LENGTH);
}

/** All faults as one reason of bounded length, without line breaks. */
export function reasonOf(faults: readonly string[]): string {
  return bounded(faults.join('; ').replaceAll(/\p{Cc}+/gu, ' '), MAX_REASON_LENGTH);
}

/** "null", or what kind of JSON value it is, with its article. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not finite';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

export function bounded(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function faultOf({ property, value, constraints = {} }: ValidationError): string {
  const [rule = '', requirement = ''] = Object.entries(constraints)[0] ?? [];
  const given: unknown = value;
  if (given === undefined || given === null || !TYPE_RULES.includes(rule)) {
    return fault(property, shown(given), requirement);
  }
  return fault(property, `${shown(given)} (${kindOf(given)})`, requirement);
}
