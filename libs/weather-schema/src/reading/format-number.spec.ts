import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatNumber } from './format-number.ts';

const STEPS_PER_UNIT = 100;

const numbers = fc.oneof(
  fc.double(),
  fc.integer({ min: -20_000, max: 200_000 }).map((step) => step / STEPS_PER_UNIT),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.constantFrom(1e21, 1e-7, 0.1 + 0.2, -100, 1200, 1200.01, -100.01),
);

describe('formatNumber', () => {
  it('writes any number as String does, the first time and again', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        expect([formatNumber(value), formatNumber(value)]).toEqual([String(value), String(value)]);
      }),
      { numRuns: 5_000 },
    );
  });
});
