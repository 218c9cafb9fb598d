import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchesAny } from './receiver.ts';
import { isNamePattern } from './receivers-file.ts';

describe('matchesAny', () => {
  it.each([
    ['heat', ['heat']],
    ['heat-paris', ['heat-*']],
    ['heat', ['*']],
    ['heat', ['cold', 'h*t']],
    ['a.b', ['a.*']],
    ['heat', ['**']],
  ])('matches %s with %j', (name, patterns) => {
    expect(matchesAny(name, patterns)).toBe(true);
  });

  it.each([
    ['heat', ['eat']],
    ['heat', ['hea']],
    ['aXb', ['a.b']],
    ['Heat', ['heat']],
    ['heat', []],
  ])('does not match %s with %j', (name, patterns) => {
    expect(matchesAny(name, patterns)).toBe(false);
  });

  it('matches every character but the star with itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const name = text.replaceAll('*', '');
        return matchesAny(name, [name]) && !matchesAny(`${name}x`, [name]);
      }),
    );
  });
});

describe('isNamePattern', () => {
  it.each(['*', 'heat-*', 'a'.repeat(64)])('accepts %j', (text) => {
    expect(isNamePattern(text)).toBe(true);
  });

  it.each(['', 'a'.repeat(65), 5, null])('rejects %j', (text) => {
    expect(isNamePattern(text)).toBe(false);
  });
});
