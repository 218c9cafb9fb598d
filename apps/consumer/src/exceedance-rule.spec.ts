import { describe, expect, it } from '@jest/globals';
import { packQuality, TIMELINESS, type QualityFlag } from '@weather/weather-rules';
import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import { aboveThreshold } from './exceedance-rule.ts';

const FLAGS = Object.fromEntries(QUANTITY_NAMES.map((name) => [name, 0])) as Record<Quantity, QualityFlag>;
const GOOD = packQuality(FLAGS, TIMELINESS.onTime);

describe('aboveThreshold', () => {
  const isExceedance = aboveThreshold(30);
  const reading = { stationId: 'EWR', observedAt: 0 };

  it.each([
    [30.01, true],
    [30, false],
    [29.99, false],
    [-40, false],
  ])('compares %d °C with the threshold', (temperature, expected) => {
    expect(isExceedance({ ...reading, temperature }, GOOD)).toBe(expected);
  });

  it('does not take a reading without a temperature for an exceedance', () => {
    expect(isExceedance({ ...reading, humidity: 99 }, GOOD)).toBe(false);
  });

  it.each([
    [1, true],
    [2, true],
    [3, false],
    [4, true],
  ] as const)('goes by the temperature unless it is wrong: flag %d', (temperature, expected) => {
    const quality = packQuality({ ...FLAGS, temperature }, TIMELINESS.beyondLateness);
    expect(isExceedance({ ...reading, temperature: 31 }, quality)).toBe(expected);
  });
});
