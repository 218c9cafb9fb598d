import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonOfNumber, jsonOfText } from './json-text.ts';

const STEPS_PER_UNIT = 100;
const RUNS = { numRuns: 5_000 };

const numbers = fc.oneof(
  fc.double(),
  fc.integer({ min: -20_000, max: 200_000 }).map((step) => step / STEPS_PER_UNIT),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.constantFrom(1e21, 1e-7, 0.1 + 0.2, -100, 1200, 1200.01, -100.01),
);

describe('jsonOfNumber', () => {
  it('writes any number as JSON.stringify does, the first time and again', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        expect([jsonOfNumber(value), jsonOfNumber(value)]).toEqual([
          JSON.stringify(value),
          JSON.stringify(value),
        ]);
      }),
      RUNS,
    );
  });
});

describe('jsonOfText', () => {
  it('writes any text as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(jsonOfText(text)).toBe(JSON.stringify(text));
      }),
      RUNS,
    );
  });

  it.each([
    '',
    'New York',
    '"',
    '\\',
    '\n',
    '\0',
    '\u001f',
    '\u007f',
    '\u0085',
    'é',
    '東',
    '🌦',
    '\ud83c',
    '\udf26',
  ])('writes %j', (text) => {
    expect(jsonOfText(text)).toBe(JSON.stringify(text));
  });
});
