import { describe, expect, it } from '@jest/globals';
import { countSteps, measureGrowth } from './counted-steps.ts';

const SIZE = 100;
const numbers = (size: number): number[] => Array.from({ length: size }, (_, index) => index);

describe('countSteps', () => {
  it('counts what is copied, searched and filtered', () => {
    const list = numbers(SIZE);
    expect(countSteps(() => void Array.of(...list))).toBe(SIZE);
    expect(countSteps(() => void list.filter(Boolean).includes(-1))).toBe(2 * SIZE - 1);
    expect(countSteps(() => void 'x'.repeat(SIZE).split(','))).toBe(SIZE);
  });

  it('counts of a loop what it takes, and leaves everything as it was', () => {
    const { filter } = Array.prototype;
    const steps = countSteps(() => {
      for (const number of numbers(SIZE)) if (number === 9) break;
    });
    expect(steps).toBe(10);
    expect(Array.prototype.filter).toBe(filter);
  });
});

describe('measureGrowth', () => {
  it('tells a loop in a loop from a loop', () => {
    const list = (size: number) => () => void numbers(size).filter((number) => number < 0);
    const pairs = (size: number) => () => {
      const others = numbers(size);
      for (const number of numbers(size)) others.includes(-number - 1);
    };
    expect(measureGrowth(list, SIZE)).toBeCloseTo(2);
    expect(measureGrowth(pairs, SIZE)).toBeGreaterThan(3.5);
  });
});
