import { describe, expect, it } from '@jest/globals';
import { aboveThreshold } from './alert-rule.ts';

describe('aboveThreshold', () => {
  const isAlert = aboveThreshold(30);
  const reading = { stationId: 'EWR', observedAt: 0 };

  it.each([
    [30.01, true],
    [30, false],
    [29.99, false],
    [-40, false],
  ])('judges %d °C', (temperature, expected) => {
    expect(isAlert({ ...reading, temperature })).toBe(expected);
  });

  it('takes a reading without a temperature for no alert', () => {
    expect(isAlert({ ...reading, humidity: 99 })).toBe(false);
  });
});
