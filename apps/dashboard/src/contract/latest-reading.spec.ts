import { describe, expect, it } from '@jest/globals';
import { replacesLatest } from './latest-reading.ts';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;

describe('a reading ahead of the clock', () => {
  it('takes the place of none that is not, and gives way to any', () => {
    expect(replacesLatest(NOW + 20 * HOUR, NOW - HOUR, NOW)).toBe(false);
    expect(replacesLatest(NOW - HOUR, NOW + 20 * HOUR, NOW)).toBe(true);
  });

  it('gives way to a later one when its time has come', () => {
    expect(replacesLatest(NOW + 20 * HOUR, NOW + 19 * HOUR, NOW + 20 * HOUR)).toBe(true);
    expect(replacesLatest(NOW, NOW + 20 * HOUR, NOW + 20 * HOUR)).toBe(false);
  });

  it('is none while it is as little ahead as clocks are', () => {
    expect(replacesLatest(NOW + 1_000, NOW, NOW)).toBe(true);
    expect(replacesLatest(NOW, NOW + 1_000, NOW)).toBe(false);
  });
});
