import { describe, expect, it } from '@jest/globals';
import { toCelsius, toFahrenheit } from './fahrenheit.ts';
import { windChill } from './wind-chill.ts';

/** °F by wind in mph, from 40 °F down in steps of 5: the National Weather Service's Wind Chill Chart (2001). */
const NWS_CHART: Readonly<Record<number, readonly number[]>> = {
  5: [36, 31, 25, 19, 13, 7, 1, -5, -11, -16, -22, -28, -34, -40, -46, -52, -57, -63],
  10: [34, 27, 21, 15, 9, 3, -4, -10, -16, -22, -28, -35, -41, -47, -53, -59, -66, -72],
  15: [32, 25, 19, 13, 6, 0, -7, -13, -19, -26, -32, -39, -45, -51, -58, -64, -71, -77],
  20: [30, 24, 17, 11, 4, -2, -9, -15, -22, -29, -35, -42, -48, -55, -61, -68, -74, -81],
  25: [29, 23, 16, 9, 3, -4, -11, -17, -24, -31, -37, -44, -51, -58, -64, -71, -78, -84],
  30: [28, 22, 15, 8, 1, -5, -12, -19, -26, -33, -39, -46, -53, -60, -67, -73, -80, -87],
  40: [27, 20, 13, 6, -1, -8, -15, -22, -29, -36, -43, -50, -57, -64, -71, -78, -84, -91],
  60: [25, 17, 10, 3, -4, -11, -19, -26, -33, -40, -48, -55, -62, -69, -76, -84, -91, -98],
};
const CHART_FROM = 40;
const CHART_STEP = 5;
const METRES_PER_SECOND_PER_MPH = 0.44704;

const chillOf = (fahrenheit: number, mph: number): number | undefined =>
  windChill(toCelsius(fahrenheit), mph * METRES_PER_SECOND_PER_MPH);

describe('windChill', () => {
  it('is that of the National Weather Service’s chart', () => {
    for (const [mph, row] of Object.entries(NWS_CHART)) {
      const found = row.map((_, column) => chillOf(CHART_FROM - CHART_STEP * column, Number(mph)));
      expect(found.map((celsius) => Math.round(toFahrenheit(celsius ?? Number.NaN)) + 0)).toEqual(row);
    }
  });

  it('is defined up to 50 °F and from above 3 mph on', () => {
    expect(chillOf(50, 3.1)).toBeDefined();
    expect(chillOf(50.1, 3.1)).toBeUndefined();
    expect(windChill(0, 1.34)).toBeUndefined();
    expect(windChill(0, Number.NaN)).toBeUndefined();
    expect(windChill(Number.NaN, 10)).toBeUndefined();
  });
});
