import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from './seeded-random.ts';

const rollDice = (seed: number, name: string): number[] => {
  const random = new SeededRandom(seed, name);
  return Array.from({ length: 1000 }, () => random.integer(1, 6));
};

describe('SeededRandom', () => {
  it('makes the same choices for the same seed and name', () => {
    expect(rollDice(1, 'a')).toEqual(rollDice(1, 'a'));
  });

  it('makes other choices for another seed or name', () => {
    expect(rollDice(1, 'a')).not.toEqual(rollDice(2, 'a'));
    expect(rollDice(1, 'a')).not.toEqual(rollDice(1, 'b'));
    expect(rollDice(1, 'a')).not.toEqual(rollDice(1 + 2 ** 32, 'a'));
  });

  it('picks every value of a range, none of them too rarely', () => {
    const numbers = rollDice(7, 'dice');
    for (let side = 1; side <= 6; side++) {
      expect(numbers.filter((number) => number === side).length).toBeGreaterThan(100);
    }
    expect(Math.min(...numbers)).toBe(1);
    expect(Math.max(...numbers)).toBe(6);
  });

  it('picks from a list, and fails on an empty one', () => {
    const random = new SeededRandom(1, 'a');
    expect(['x', 'y']).toContain(random.pick(['x', 'y']));
    expect(() => random.pick([])).toThrow(/nothing to pick/);
  });
});
