import { ValidateBy } from 'class-validator';

/** A property that a predicate accepts; the message goes on from the property's name. */
export function MatchesPredicate(validate: (value: unknown) => boolean, message: string): PropertyDecorator {
  return ValidateBy({ name: 'satisfies', validator: { validate } }, { message });
}

/** An object with one of the properties and not two. */
export function HasExactlyOneOf(...names: readonly string[]): PropertyDecorator {
  return MatchesPredicate(
    (value) => given(value, names).length === 1,
    `must be an object with either ${quoted(names).join(' or ')}`,
  );
}

/** An object with one of the properties or more. */
export function HasAnyOf(...names: readonly string[]): PropertyDecorator {
  return MatchesPredicate(
    (value) => given(value, names).length > 0,
    `must be an object with one or more of ${quoted(names).join(', ')}`,
  );
}

function given(value: unknown, names: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const properties = value as Readonly<Record<string, unknown>>;
  return names.filter((name) => properties[name] !== undefined && properties[name] !== null);
}

function quoted(names: readonly string[]): string[] {
  return names.map((name) => `"${name}"`);
}
