import { describe, expect, it } from '@jest/globals';
import { parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['0s', 0],
    ['90s', 90_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', '5x', '1.5h', '-1s', '1h30m', ' 1s', '8d', '9999999s', 5, null, undefined, ['1s']])(
    'is undefined of %p',
    (value) => {
      expect(parseDuration(value)).toBeUndefined();
    },
  );
});
