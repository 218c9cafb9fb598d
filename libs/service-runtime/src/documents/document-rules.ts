import { registerDecorator, ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';
import { describeMismatch, formatAlternatives } from './document-error.ts';

/** A class whose properties carry the rules of an object in a document. */
export type PartClass<T extends object = object> = new () => T;

/** The rule of a list item that is not an object. */
export interface ItemRule {
  readonly matches: (value: unknown) => boolean;
  readonly expected: string;
}

/** What a property holds: an object of a class, or a list of such objects or of values. */
export interface NestedRule {
  readonly item: PartClass | ItemRule;
  /** A property of the items that no two of them share. */
  readonly unique?: string | undefined;
}

interface ListOptions {
  readonly expected: string;
  readonly min?: number;
  readonly max: number;
  readonly unique?: string;
}

/** The property name under which class-validator keeps the rules of an object as a whole. */
export const WHOLE_OBJECT = '';

const nestedRules = new WeakMap<object, Map<string, NestedRule>>();

/** The properties of a class that hold objects or lists. */
export function getNestedRules(partClass: PartClass): ReadonlyMap<string, NestedRule> {
  return nestedRules.get(partClass.prototype as object) ?? new Map<string, NestedRule>();
}

/** The message of a rule: `is VALUE; expected …`. The value is left out where it may hold a secret. */
export function expected(what: string, { hideValue = false } = {}): ValidationOptions {
  return {
    message: ({ value }) => (hideValue ? `is invalid; expected ${what}` : describeMismatch(value, what)),
  };
}

/** A property that a predicate accepts. The predicate and the message may look at the whole object. */
export function MatchesPredicate<T extends object>(
  matches: (value: unknown, object: T) => boolean,
  what: string | ((object: T) => string),
  options: { readonly hideValue?: boolean } = {},
): PropertyDecorator {
  return ValidateBy(
    { name: 'matchesPredicate', validator: { validate: (value, args) => matches(value, args?.object as T) } },
    typeof what === 'string'
      ? expected(what, options)
      : { message: ({ value, object }) => describeMismatch(value, what(object as T)) },
  );
}

/** A property that may be left out, but not be empty (null). */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** A property that holds an object of a class. */
export function Nested(item: PartClass, what: string): PropertyDecorator {
  return nested({ item }, MatchesPredicate(isObject, what));
}

/** A property that holds a list of objects or of values. */
export function ListOf(
  item: PartClass | ItemRule,
  { expected: what, min = 0, max, unique }: ListOptions,
): PropertyDecorator {
  const isList = (value: unknown): boolean =>
    Array.isArray(value) && value.length >= min && value.length <= max;
  const message = (value: unknown): string =>
    Array.isArray(value) && value.length > max
      ? `has ${value.length} entries; the limit is ${max}`
      : describeMismatch(value, what);
  const rule = ValidateBy(
    { name: 'listOf', validator: { validate: isList } },
    { message: ({ value }) => message(value) },
  );
  return nested({ item, unique }, rule);
}

/** An object that a predicate accepts; the message follows the path of the object. */
export function ObjectRule<T extends object>(
  matches: (object: T) => boolean,
  message: string | ((object: T) => string),
): ClassDecorator {
  return (target) => {
    registerDecorator({
      name: `objectRule${++objectRules}`,
      target,
      propertyName: WHOLE_OBJECT,
      options: { message: ({ object }) => (typeof message === 'string' ? message : message(object as T)) },
      validator: { validate: (_value, args) => matches(args?.object as T) },
    });
  };
}

let objectRules = 0;

/** An object with exactly one of the properties. */
export function ExactlyOneOf(...names: readonly string[]): ClassDecorator {
  return ObjectRule(
    (object) => findPresent(object, names).length === 1,
    (object) => describeNotOne(object, names),
  );
}

/** `has a and b; expected exactly one of a, b or c` */
export function describeNotOne(object: object, names: readonly string[]): string {
  const present = findPresent(object, names);
  const all = formatAlternatives(names);
  return present.length === 0
    ? `has none of ${names.join(', ')}; expected exactly one`
    : `has ${present.join(' and ')}; expected exactly one of ${all}`;
}

/** An object with at least one of the properties. */
export function AnyOf(...names: readonly string[]): ClassDecorator {
  return ObjectRule(
    (object) => findPresent(object, names).length > 0,
    `has none of ${names.join(', ')}; expected at least one`,
  );
}

/** Those of the properties that an object has. */
export function findPresent(object: object, names: readonly string[]): string[] {
  const properties = object as Readonly<Record<string, unknown>>;
  return names.filter((name) => properties[name] !== undefined);
}

/** Whether a value is an object with named properties. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nested(rule: NestedRule, validate: PropertyDecorator): PropertyDecorator {
  return (prototype, property) => {
    const rules = nestedRules.get(prototype) ?? new Map<string, NestedRule>();
    nestedRules.set(prototype, rules.set(String(property), rule));
    validate(prototype, property);
  };
}
