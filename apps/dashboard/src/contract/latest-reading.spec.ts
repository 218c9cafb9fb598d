import { describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { replacesLatest } from './latest-reading.ts';

const NOW = 100 * MS_PER_HOUR;

describe('a reading ahead of the clock', () => {
  it('takes the place of none that is not, and gives way to any', () => {
    expect(replacesLatest(NOW + 20 * MS_PER_HOUR, NOW - MS_PER_HOUR, NOW)).toBe(false);
    expect(replacesLatest(NOW - MS_PER_HOUR, NOW + 20 * MS_PER_HOUR, NOW)).toBe(true);
  });

  it('gives way to a later one when its time has come', () => {
    expect(replacesLatest(NOW + 20 * MS_PER_HOUR, NOW + 19 * MS_PER_HOUR, NOW + 20 * MS_PER_HOUR)).toBe(true);
    expect(replacesLatest(NOW, NOW + 20 * MS_PER_HOUR, NOW + 20 * MS_PER_HOUR)).toBe(false);
  });

  it('is none while it is as little ahead as clocks are', () => {
    expect(replacesLatest(NOW + 1_000, NOW, NOW)).toBe(true);
    expect(replacesLatest(NOW, NOW + 1_000, NOW)).toBe(false);
  });
});
