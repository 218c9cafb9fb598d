import { describe, expect, it } from '@jest/globals';
import { Equals, IsArray, IsNumber, IsOptional, Matches, ValidateIf, validateSync } from 'class-validator';
import fc from 'fast-check';
import { mutationsOf, readings, type Fields } from '../testing/arbitraries.ts';
import { LegacyReadingMessage } from '../wire/legacy-reading-message.ts';
import { ReadingMessage } from '../wire/reading-message.ts';
import { readRules, type MessageClass } from './class-rules.ts';
import { compileChecker, compileIssueFinder } from './compile-checker.ts';
import { toIssue, type ValidationIssue } from './validation-issue.ts';

const MUTATED_RUNS = 3000;
const ARBITRARY_RUNS = 300;

const messages: fc.Arbitrary<Fields> = readings.map((reading) => ({
  ...reading,
  observedAt: new Date(reading.observedAt).toISOString(),
}));
const legacyMessages: fc.Arbitrary<Fields> = readings.map(({ stationId, observedAt, city, temperature }) => ({
  sensor_id: stationId,
  température: temperature,
  city,
  timestamp: new Date(observedAt).toISOString().replace('T', ' ').slice(0, -1),
}));

class WithNumber {
  @IsNumber()
  value!: number;
}

/** An instance with the known fields of an object; anything else that the object has, `__proto__` included, stays out. */
function instanceOf(messageClass: MessageClass, candidate: object): object {
  const fields = readRules(messageClass).map(({ property }) => property);
  const given = new Map(Object.entries(candidate).filter(([name]) => fields.includes(name)));
  return Object.assign(new messageClass(), Object.fromEntries(given));
}

/** What class-validator itself finds. */
function referenceFaults(messageClass: MessageClass, candidate: object): ValidationIssue[] {
  const errors = validateSync(instanceOf(messageClass, candidate), {
    forbidUnknownValues: false,
    stopAtFirstError: true,
  });
  return errors.map(({ property, value, constraints = {} }) => {
    const [[name, message] = ['', '']] = Object.entries(constraints);
    return toIssue(property, value, { name, message, constraints: [] });
  });
}

function verdicts(messageClass: MessageClass, candidate: object): { compiled: boolean; reference: boolean } {
  const errors = validateSync(instanceOf(messageClass, candidate), { forbidUnknownValues: false });
  return { compiled: compileChecker(messageClass)(candidate), reference: errors.length === 0 };
}

function expectSameVerdicts(
  messageClass: MessageClass,
  candidates: fc.Arbitrary<object>,
  numRuns: number,
): Set<boolean> {
  const check = compileChecker(messageClass);
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(candidates, (candidate) => {
      const errors = validateSync(instanceOf(messageClass, candidate), { forbidUnknownValues: false });
      seen.add(errors.length === 0);
      return check(candidate) === (errors.length === 0);
    }),
    { numRuns },
  );
  return seen;
}

describe('compileChecker', () => {
  it.each([
    ['ReadingMessage', ReadingMessage, messages],
    ['LegacyReadingMessage', LegacyReadingMessage, legacyMessages],
  ])('gives the verdict of class-validator on mutated messages of %s', (_name, messageClass, valid) => {
    const names = readRules(messageClass).map(({ property }) => property);
    const seen = expectSameVerdicts(messageClass, mutationsOf(valid, names), MUTATED_RUNS);
    expect(seen).toEqual(new Set([true, false]));
  });

  it.each([
    ['ReadingMessage', ReadingMessage],
    ['LegacyReadingMessage', LegacyReadingMessage],
  ])('gives it on any object for %s', (_name, messageClass) => {
    expectSameVerdicts(messageClass, fc.object(), ARBITRARY_RUNS);
  });

  it.each([5, -0, Number.NaN, Number.POSITIVE_INFINITY, '5', null, undefined])(
    'gives it on the number %p',
    (value) => {
      const accepted = value === 5 || value === 0;
      expect(verdicts(WithNumber, { value })).toEqual({ compiled: accepted, reference: accepted });
    },
  );

  it('accepts a whole message and ignores what it does not know, __proto__ included', () => {
    const text =
      '{"stationId":"a","observedAt":"2026-01-01T00:00Z","humidity":5,"x":1,"__proto__":{"humidity":500}}';
    expect(verdicts(ReadingMessage, JSON.parse(text) as object)).toEqual({ compiled: true, reference: true });
  });

  it('does not take a field from __proto__', () => {
    const text = '{"stationId":"a","observedAt":"2026-01-01T00:00Z","__proto__":{"humidity":5}}';
    expect(verdicts(ReadingMessage, JSON.parse(text) as object)).toEqual({
      compiled: false,
      reference: false,
    });
  });
});

describe('compileIssueFinder', () => {
  it.each([
    ['ReadingMessage', ReadingMessage, messages],
    ['LegacyReadingMessage', LegacyReadingMessage, legacyMessages],
  ])('finds what class-validator finds in mutated messages of %s', (_name, messageClass, valid) => {
    const names = readRules(messageClass).map(({ property }) => property);
    const faultsOf = compileIssueFinder(messageClass);
    const seen = new Set<number>();
    fc.assert(
      fc.property(mutationsOf(valid, names), (candidate) => {
        const faults = faultsOf(candidate);
        seen.add(faults.length);
        expect(faults).toEqual(referenceFaults(messageClass, candidate));
      }),
      { numRuns: MUTATED_RUNS },
    );
    expect(seen.size).toBeGreaterThan(2);
  });

  it.each([
    ['ReadingMessage', ReadingMessage],
    ['LegacyReadingMessage', LegacyReadingMessage],
  ])('finds it in any object for %s', (_name, messageClass) => {
    const faultsOf = compileIssueFinder(messageClass);
    fc.assert(
      fc.property(fc.object(), (candidate) => {
        expect(faultsOf(candidate)).toEqual(referenceFaults(messageClass, candidate));
      }),
      { numRuns: ARBITRARY_RUNS },
    );
  });
});

class WithUnknownRule {
  @Equals(5)
  value!: number;
}
class WithArrayRule {
  @IsArray()
  values!: number[];
}
class WithEach {
  @IsNumber({}, { each: true })
  values!: number[];
}
class WithCondition {
  @ValidateIf(() => false)
  @IsNumber()
  value!: number;
}
class WithConditionalRule {
  @IsNumber({}, { validateIf: () => false })
  value!: number;
}
class WithNumberOptions {
  @IsNumber({ allowNaN: true })
  value!: number;
}
class WithStatefulPattern {
  @Matches(/a/g)
  value!: string;
}
class WithGroup {
  @IsNumber({}, { groups: ['strict'] })
  value!: number;
}
class WithOptionalGroup {
  @IsOptional({ groups: ['strict'] })
  @IsNumber()
  value!: number;
}
class WithoutRules {
  value!: number;
}

describe('compileChecker, given what it cannot check', () => {
  it.each([
    ['WithUnknownRule', WithUnknownRule, 'the rule equals of WithUnknownRule.value is not supported'],
    ['WithArrayRule', WithArrayRule, 'the rule isArray of WithArrayRule.values is not supported'],
    ['WithEach', WithEach, 'the rule isNumber of WithEach.values is not supported'],
    [
      'WithCondition',
      WithCondition,
      'the rule conditionalValidation of WithCondition.value is not supported',
    ],
    [
      'WithConditionalRule',
      WithConditionalRule,
      'the rule isNumber of WithConditionalRule.value is not supported',
    ],
    ['WithNumberOptions', WithNumberOptions, 'the rule isNumber of WithNumberOptions.value is not supported'],
    [
      'WithStatefulPattern',
      WithStatefulPattern,
      'the rule matches of WithStatefulPattern.value is not supported',
    ],
    ['WithGroup', WithGroup, 'the rule isNumber of WithGroup.value is not supported'],
    [
      'WithOptionalGroup',
      WithOptionalGroup,
      'the rule isOptional of WithOptionalGroup.value is not supported',
    ],
    ['WithoutRules', WithoutRules, 'WithoutRules has no validation rules'],
  ])('throws at once: %s', (_name: string, messageClass: MessageClass, message: string) => {
    expect(() => compileChecker(messageClass)).toThrow(message);
  });
});
