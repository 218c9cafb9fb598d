import { describe, expect, it } from '@jest/globals';
import { decimalText, divide, millionths } from './exact-decimal.ts';

describe('millionths', () => {
  it.each([
    [31.2, 31_200_000n],
    [-0.1, -100_000n],
    [0.1 + 0.2, 300_000n],
    [1e-7, 0n],
    [-4.629999999999999, -4_630_000n],
    [0.0000005, 1n],
    [1.0000005, 1_000_001n],
    [1e21, 10n ** 27n],
  ])('convert %d to %d', (value, expected) => {
    expect(millionths(value)).toBe(expected);
  });
});

describe('divide', () => {
  it('rounds half away from zero', () => {
    expect([divide(5n, 2n), divide(-5n, 2n), divide(1n, 3n), divide(-2n, 3n)]).toEqual([3n, -3n, 0n, -1n]);
  });
});

describe('decimalText', () => {
  it('has six decimals', () => {
    expect([0n, 1n, -100_000n, 31_200_000n].map(decimalText)).toEqual([
      '0.000000',
      '0.000001',
      '-0.100000',
      '31.200000',
    ]);
  });
});
