import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isNamePattern, matchesAny } from './name-pattern.ts';

describe('matchesAny', () => {
  it.each([
    ['heat', ['heat']],
    ['heat-paris', ['heat-*']],
    ['heat', ['*']],
    ['heat', ['cold', 'h*t']],
    ['a.b', ['a.*']],
    ['heat', ['**']],
  ])('finds %s in %j', (name, patterns) => {
    expect(matchesAny(name, patterns)).toBe(true);
  });

  it.each([
    ['heat', ['eat']],
    ['heat', ['hea']],
    ['aXb', ['a.b']],
    ['Heat', ['heat']],
    ['heat', []],
  ])('does not find %s in %j', (name, patterns) => {
    expect(matchesAny(name, patterns)).toBe(false);
  });

  it('takes every sign but the star for itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const name = text.replaceAll('*', '');
        return matchesAny(name, [name]) && !matchesAny(`${name}x`, [name]);
      }),
    );
  });
});

describe('isNamePattern', () => {
  it.each(['*', 'heat-*', 'a'.repeat(64)])('takes %j', (text) => {
    expect(isNamePattern(text)).toBe(true);
  });

  it.each(['', 'a'.repeat(65), 5, null])('refuses %j', (text) => {
    expect(isNamePattern(text)).toBe(false);
  });
});
