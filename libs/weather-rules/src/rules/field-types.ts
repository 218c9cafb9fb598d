import { RULE_QUANTITIES, type RuleQuantity } from '../derived/measure.ts';
import { DURATION_FORM, parseDuration } from './duration.ts';
import { SEVERITIES, type Severity } from './rule.ts';

/** What a field may hold: in words, and as a function that gives undefined for anything else. */
export interface FieldType<T> {
  readonly expected: string;
  readonly parse: (value: unknown) => T | undefined;
}

const RULE_NAME_PATTERN = /^[a-z0-9-]{1,64}$/;

export const RULE_NAME: FieldType<string> = {
  expected: '1 to 64 of a-z, 0-9 and -',
  parse: (value) => (typeof value === 'string' && RULE_NAME_PATTERN.test(value) ? value : undefined),
};

export const NUMBER: FieldType<number> = {
  expected: 'a number',
  parse: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
};

/** A duration in ms. */
export const DURATION: FieldType<number> = { expected: DURATION_FORM, parse: parseDuration };

/** A duration in ms that is not 0. */
export const SOME_DURATION: FieldType<number> = {
  expected: `${DURATION_FORM} and not 0`,
  parse: (value) => parseDuration(value) || undefined,
};

export const SEVERITY: FieldType<Severity> = oneOf(SEVERITIES);

export const RULE_QUANTITY: FieldType<RuleQuantity> = oneOf(RULE_QUANTITIES);

/** A direction goes round: from 350° to 10° is no change of −340°. */
export const CHANGING_QUANTITY: FieldType<RuleQuantity> = oneOf(
  RULE_QUANTITIES.filter((name) => name !== 'windDirection'),
);

function oneOf<T extends string>(names: readonly T[]): FieldType<T> {
  return {
    expected: `one of ${names.join(', ')}`,
    parse: (value) => names.find((name) => name === value),
  };
}
