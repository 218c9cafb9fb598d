import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hostileTexts, nestedTexts } from '../testing/arbitraries.ts';
import { truncateText, truncateJson } from './truncate.ts';

const LENGTH = 40;
const RUNS = 500;

describe('truncateJson', () => {
  it('is the JSON of a value, cut at the length', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 300 }), (value, length) => {
        expect(truncateJson(value, length)).toBe(truncateText(JSON.stringify(value), length));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    [[1, undefined, 2], '[1,undefined,2]'],
    [{ a: Number.POSITIVE_INFINITY, b: 7n }, '{"a":Infinity,"b":7}'],
    [JSON.parse('{"__proto__":[],"toJSON":{}}'), '{"__proto__":[],"toJSON":{}}'],
    ['\ud83c', '"\\ud83c"'],
  ])('takes what JSON.stringify would change or refuse: %p', (value, text) => {
    expect(truncateJson(value, LENGTH)).toBe(text);
  });

  it('ends on a value that holds itself', () => {
    const value: unknown[] = [];
    value.push(value);
    expect(truncateJson(value, 5)).toBe('[[[[…');
  });

  it('has the length, or less, of whatever is nested or long', () => {
    fc.assert(
      fc.property(fc.oneof(hostileTexts, nestedTexts), (text) => {
        const beginning = truncateJson(JSON.parse(text), LENGTH);
        expect(beginning.length).toBeLessThanOrEqual(LENGTH);
        expect(beginning.isWellFormed()).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('bounded', () => {
  it('cuts no character in two', () => {
    expect(truncateText('a🌦b', 3)).toBe('a\ufffd…');
    expect(truncateText('a🌦b', 4)).toBe('a🌦b');
  });
});
