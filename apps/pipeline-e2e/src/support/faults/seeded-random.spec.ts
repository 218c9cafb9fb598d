import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from './seeded-random.ts';

const numbersOf = (seed: number, name: string): number[] => {
  const random = new SeededRandom(seed, name);
  return Array.from({ length: 1000 }, () => random.integer(1, 6));
};

describe('SeededRandom', () => {
  it('makes the same choices for the same seed and name', () => {
    expect(numbersOf(1, 'a')).toEqual(numbersOf(1, 'a'));
  });

  it('makes other choices for another seed or name', () => {
    expect(numbersOf(1, 'a')).not.toEqual(numbersOf(2, 'a'));
    expect(numbersOf(1, 'a')).not.toEqual(numbersOf(1, 'b'));
    expect(numbersOf(1, 'a')).not.toEqual(numbersOf(1 + 2 ** 32, 'a'));
  });

  it('takes every value of a range, none of them too seldom', () => {
    const numbers = numbersOf(7, 'dice');
    for (let side = 1; side <= 6; side++) {
      expect(numbers.filter((number) => number === side).length).toBeGreaterThan(100);
    }
    expect(Math.min(...numbers)).toBe(1);
    expect(Math.max(...numbers)).toBe(6);
  });

  it('picks from a list, and says that an empty one has nothing', () => {
    const random = new SeededRandom(1, 'a');
    expect(['x', 'y']).toContain(random.pick(['x', 'y']));
    expect(() => random.pick([])).toThrow(/nothing to pick/);
  });
});
