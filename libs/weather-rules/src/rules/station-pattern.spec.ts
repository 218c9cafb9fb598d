import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isStationPattern, stationMatcher } from './station-pattern.ts';

const ids = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });

describe('stationMatcher', () => {
  it.each([
    ['EWR', 'EWR', true],
    ['EWR', 'EWR2', false],
    ['alpine-*', 'alpine-7', true],
    ['alpine-*', 'alpine-', true],
    ['alpine-*', 'not-alpine-7', false],
    ['*-roof', 'north-roof', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*a', 'a', false],
    ['ab*ba', 'aba', false],
    ['*', 'anything', true],
  ])('%s and %s: %s', (pattern, stationId, fits) => {
    expect(stationMatcher([pattern])(stationId)).toBe(fits);
  });

  it('fits what the regular expression made of the pattern fits', () => {
    fc.assert(
      fc.property(patterns, ids, (pattern, stationId) => {
        const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
        expect(stationMatcher([pattern])(stationId)).toBe(expression.test(stationId));
      }),
      { numRuns: 3000 },
    );
  });

  it('fits if any of the patterns does', () => {
    const matches = stationMatcher(['a*', 'b']);
    expect(['abc', 'b', 'c'].map(matches)).toEqual([true, true, false]);
    expect(stationMatcher([])('a')).toBe(false);
  });
});

describe('isStationPattern', () => {
  it('takes what a station may be called, and *', () => {
    expect(['a', '*', 'A.b_c:d-9*', 'a'.repeat(64)].every(isStationPattern)).toBe(true);
    expect(['', 'a b', 'é', 'a'.repeat(65), '?', '[a]'].some(isStationPattern)).toBe(false);
  });
});
