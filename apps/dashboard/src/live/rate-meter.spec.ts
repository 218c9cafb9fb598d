import { describe, expect, it } from '@jest/globals';
import { RateMeter } from './rate-meter.ts';

describe('RateMeter', () => {
  it('knows no rate before it has two counts', () => {
    const meter = new RateMeter(5_000);
    expect(meter.perSecond).toBe(0);
    meter.record(0, 100);
    expect(meter.perSecond).toBe(0);
  });

  it('tells the rate of the window', () => {
    const meter = new RateMeter(5_000);
    for (const second of [0, 1, 2, 3, 4, 5, 6, 7])
      meter.record(second * 1_000, second < 3 ? 0 : (second - 2) * 10);
    expect(meter.perSecond).toBe(10);
  });

  it('begins anew when the count falls', () => {
    const meter = new RateMeter(5_000);
    meter.record(0, 1_000);
    meter.record(1_000, 10);
    meter.record(2_000, 12);
    expect(meter.perSecond).toBe(2);
  });
});
