import { registerDecorator, ValidateBy } from 'class-validator';
import { STATION_ID_PATTERN } from '../reading/limits.ts';
import { parseIsoTimestamp, parseTimestamp } from '../time/parse-timestamp.ts';

/** Whether a value satisfies a rule; `object` is the message that holds it. */
export type RulePredicate = (value: unknown, constraint: unknown, object: object) => boolean;

/** The predicates of this project's rules, which class-validator and the compiled checker call. */
export const CUSTOM_RULES = {
  isInstant: (value) => typeof value === 'string' && !Number.isNaN(parseIsoTimestamp(value)),
  isTimestamp: (value) => typeof value === 'string' && !Number.isNaN(parseTimestamp(value)),
  notBefore: (value, earliest) => typeof value === 'string' && parseIsoTimestamp(value) >= Number(earliest),
  maxCharacters: (value, limit) => typeof value === 'string' && hasAtMostCharacters(value, Number(limit)),
  isSensorId: (value) => isSensorId(value),
  atLeastOneOf: (_value, names, object) =>
    (names as string[]).some((name) => (object as Record<string, unknown>)[name] !== undefined),
} satisfies Record<string, RulePredicate>;

export type CustomRule = keyof typeof CUSTOM_RULES;

/** The rule as a decorator; `message` completes "name is value, …". */
export function FollowsRule(name: CustomRule, message: string, constraint?: unknown): PropertyDecorator {
  const validator = validatorOf(name);
  return ValidateBy({ name, constraints: [constraint], validator }, { message });
}

/** The rule as a decorator of the whole message; issues have `subject` in place of a field: "subject is missing, …". */
export function MessageFollowsRule(
  name: CustomRule,
  subject: string,
  message: string,
  constraint?: unknown,
): ClassDecorator {
  return (target) =>
    registerDecorator({
      name,
      target,
      propertyName: subject,
      options: { message },
      constraints: [constraint],
      validator: validatorOf(name),
    });
}

/** Applies decorators in order: the first that fails determines the message. */
export function inOrder(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (prototype, property) => {
    for (const decorate of decorators) decorate(prototype, property);
  };
}

function validatorOf(name: CustomRule): Parameters<typeof ValidateBy>[0]['validator'] {
  const follows: RulePredicate = CUSTOM_RULES[name];
  return {
    validate: (value, args) => args !== undefined && follows(value, args.constraints[0], args.object),
  };
}

/** Counts code points, as MySQL and JSON Schema do; class-validator's MaxLength ignores variation selectors. */
function hasAtMostCharacters(text: string, limit: number): boolean {
  if (text.length <= limit) return true;
  return text.length <= 2 * limit && Array.from(text).length <= limit;
}

/** Rejects numbers beyond 2^53, where two sensors would become one. */
function isSensorId(value: unknown): boolean {
  if (typeof value === 'number') {
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER && STATION_ID_PATTERN.test(String(value));
  }
  return typeof value === 'string' && STATION_ID_PATTERN.test(value);
}
