import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { correlatedNoise } from './weather-noise.ts';

const OCTAVES = [
  { periodMs: 60_000, weight: 0.75 },
  { periodMs: 1_000, weight: 0.25 },
];
const salts = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const timestamps = fc.integer({ min: -(2 ** 45), max: 2 ** 45 });

describe('correlatedNoise', () => {
  it('stays between minus and plus the sum of the weights, at any time', () => {
    fc.assert(
      fc.property(salts, timestamps, (salt, timestamp) => {
        const value = correlatedNoise(salt, timestamp, OCTAVES);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('changes little in a short time', () => {
    fc.assert(
      fc.property(salts, timestamps, (salt, timestamp) => {
        const step =
          correlatedNoise(salt, timestamp + 10, OCTAVES) - correlatedNoise(salt, timestamp, OCTAVES);
        expect(Math.abs(step)).toBeLessThan(0.01);
      }),
    );
  });

  it('has a mean of zero and does not follow the noise of another salt', () => {
    let sum = 0;
    let product = 0;
    const count = 20_000;
    for (let index = 0; index < count; index++) {
      const one = correlatedNoise(1, index * 77_777, OCTAVES);
      sum += one;
      product += one * correlatedNoise(2, index * 77_777, OCTAVES);
    }
    expect(Math.abs(sum / count)).toBeLessThan(0.01);
    expect(Math.abs(product / count)).toBeLessThan(0.01);
  });
});
