import { describe, expect, it } from '@jest/globals';
import { parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['0s', 0],
    ['250ms', 250],
    ['30s', 30_000],
    ['90s', 90_000],
    ['5m', 300_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['4h', 14_400_000],
    ['2d', 172_800_000],
    ['7d', 604_800_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '5',
    's',
    '5x',
    '-5s',
    '1.5h',
    '-1s',
    '5 s',
    ' 1s',
    '1h30m',
    '5S',
    '9999999999s',
    5,
    null,
    undefined,
    ['1s'],
  ])('rejects %j', (value) => {
    expect(parseDuration(value)).toBeUndefined();
  });
});
