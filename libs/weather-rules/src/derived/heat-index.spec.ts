import { describe, expect, it } from '@jest/globals';
import { toCelsius, toFahrenheit } from './fahrenheit.ts';
import { heatIndex } from './heat-index.ts';

/** °F by humidity in %, from 80 °F on in steps of 2: the National Weather Service's Heat Index Chart. */
const NWS_CHART: Readonly<Record<number, readonly number[]>> = {
  40: [80, 81, 83, 85, 88, 91, 94, 97, 101, 105, 109, 114, 119, 124, 130, 136],
  45: [80, 82, 84, 87, 89, 93, 96, 100, 104, 109, 114, 119, 124, 130, 137],
  50: [81, 83, 85, 88, 91, 95, 99, 103, 108, 113, 118, 124, 131, 137],
  55: [81, 84, 86, 89, 93, 97, 101, 106, 112, 117, 124, 130, 137],
  60: [82, 84, 88, 91, 95, 100, 105, 110, 116, 123, 129, 137],
  65: [82, 85, 89, 93, 98, 103, 108, 114, 121, 128, 136],
  70: [83, 86, 90, 95, 100, 105, 112, 119, 126, 134],
  75: [84, 88, 92, 97, 103, 109, 116, 124, 132],
  80: [84, 89, 94, 100, 106, 113, 121, 129],
  85: [85, 90, 96, 102, 110, 117, 126, 135],
  90: [86, 91, 98, 105, 113, 122, 131],
  95: [86, 93, 100, 108, 117, 127],
  100: [87, 95, 103, 112, 121, 132],
};
const CHART_FROM = 80;
const CHART_STEP = 2;
/** The chart is rounded, in two places to the wrong side. */
const TOLERANCE = 1;
/** Where the adjustment for humid air applies, which the chart was made without. */
const isAdjusted = (fahrenheit: number, humidity: number): boolean => humidity > 85 && fahrenheit < 87;

const indexOf = (fahrenheit: number, humidity: number): number =>
  toFahrenheit(heatIndex(toCelsius(fahrenheit), humidity) ?? Number.NaN);

const cells = Object.entries(NWS_CHART).flatMap(([humidity, row]) =>
  row.map((index, column) => ({
    fahrenheit: CHART_FROM + CHART_STEP * column,
    humidity: Number(humidity),
    index,
  })),
);

describe('heatIndex', () => {
  it('is that of the National Weather Service’s chart', () => {
    for (const { fahrenheit, humidity, index } of cells) {
      if (isAdjusted(fahrenheit, humidity)) continue;
      expect(Math.abs(indexOf(fahrenheit, humidity) - index)).toBeLessThan(TOLERANCE);
    }
  });

  it('is more than the chart’s by the adjustment for humid air', () => {
    for (const { fahrenheit, humidity, index } of cells) {
      if (!isAdjusted(fahrenheit, humidity)) continue;
      const adjustment = ((humidity - 85) / 10) * ((87 - fahrenheit) / 5);
      expect(Math.abs(indexOf(fahrenheit, humidity) - adjustment - index)).toBeLessThan(TOLERANCE);
    }
  });

  it.each([
    [80, 45, 79.815],
    [70, 50, 69.05],
    [60, 90, 59.93],
    [95, 5, 88.177],
    [100, 10, 94.122],
    [112, 12, 108.211],
    [120, 10, 115.59],
  ])('follows the printed formula at %d °F and %d %%: %d °F', (fahrenheit, humidity, expected) => {
    expect(indexOf(fahrenheit, humidity)).toBeCloseTo(expected, 2);
  });

  it.each([
    [toCelsius(40), 50],
    [30, -0.1],
    [30, 100.1],
    [Number.NaN, 50],
    [30, Number.NaN],
  ])('is undefined at %d °C and %d %%', (temperature, humidity) => {
    expect(heatIndex(temperature, humidity)).toBeUndefined();
  });
});
