import { describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { replacesLatest } from './latest-reading.ts';

const NOW = 100 * MS_PER_HOUR;

describe('a reading from the future', () => {
  it('does not replace a current reading, and is replaced by any', () => {
    expect(replacesLatest(NOW + 20 * MS_PER_HOUR, NOW - MS_PER_HOUR, NOW)).toBe(false);
    expect(replacesLatest(NOW - MS_PER_HOUR, NOW + 20 * MS_PER_HOUR, NOW)).toBe(true);
  });

  it('is replaced by a later one once its time has come', () => {
    expect(replacesLatest(NOW + 20 * MS_PER_HOUR, NOW + 19 * MS_PER_HOUR, NOW + 20 * MS_PER_HOUR)).toBe(true);
    expect(replacesLatest(NOW, NOW + 20 * MS_PER_HOUR, NOW + 20 * MS_PER_HOUR)).toBe(false);
  });

  it('is accepted within the deviation of clocks', () => {
    expect(replacesLatest(NOW + 1_000, NOW, NOW)).toBe(true);
    expect(replacesLatest(NOW, NOW + 1_000, NOW)).toBe(false);
  });
});
