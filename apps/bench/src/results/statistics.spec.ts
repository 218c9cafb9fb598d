import { describe, expect, it } from '@jest/globals';
import { median, percentile } from './statistics.ts';

describe('median', () => {
  it('is the middle value of values in any order', () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([5])).toBe(5);
  });

  it('is the mean of the two middle values', () => {
    expect(median([4, 1, 2, 100])).toBe(3);
  });

  it('is NaN for no values', () => {
    expect(median([])).toBeNaN();
  });
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('%d of 1 to 100 is %d', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it('is one of the values', () => {
    expect(percentile([7, 9], 0.99)).toBe(9);
    expect(percentile([], 0.5)).toBeNaN();
  });
});
