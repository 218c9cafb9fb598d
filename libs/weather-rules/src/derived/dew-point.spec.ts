import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dewPoint } from './dew-point.ts';

/** hPa over water by °C: Smithsonian Meteorological Tables, 6th edition (List, 1951), table 94. */
const SATURATION = [
  [-30, 0.5088],
  [-20, 1.254],
  [-10, 2.8627],
  [0, 6.1078],
  [10, 12.272],
  [20, 23.373],
  [30, 42.43],
  [40, 73.777],
  [50, 123.4],
] as const;

/** °C by temperature and humidity: DIN 4108-3, table of dew points. */
const DIN_4108 = [
  [30, 30, 10.5],
  [30, 50, 18.4],
  [30, 70, 23.9],
  [30, 95, 29.1],
  [20, 30, 1.9],
  [20, 50, 9.3],
  [20, 60, 12],
  [20, 80, 16.4],
] as const;

const TOLERANCE = 0.1;

describe('dewPoint', () => {
  it('is within 0.1 °C of what the Smithsonian tables of saturation give', () => {
    for (const [temperature, atSaturation] of SATURATION) {
      for (const [dew, pressure] of SATURATION.filter(([lower]) => lower <= temperature)) {
        const found = dewPoint(temperature, (100 * pressure) / atSaturation) ?? Number.NaN;
        expect(Math.abs(found - dew)).toBeLessThan(TOLERANCE);
      }
    }
  });

  it.each(DIN_4108)('is the value of DIN 4108-3 at %d °C and %d %%', (temperature, humidity, expected) => {
    expect(Math.abs((dewPoint(temperature, humidity) ?? Number.NaN) - expected)).toBeLessThan(TOLERANCE);
  });

  it('never exceeds the temperature, and is it in saturated air', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -45, max: 60, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (temperature, humidity) => {
          expect(dewPoint(temperature, humidity)).toBeLessThanOrEqual(temperature + 1e-9);
          expect(dewPoint(temperature, 100)).toBeCloseTo(temperature, 9);
        },
      ),
    );
  });

  it.each([
    [-45.1, 50],
    [60.1, 50],
    [20, 0],
    [20, 100.1],
    [Number.NaN, 50],
    [20, Number.NaN],
  ])('is undefined at %d °C and %d %%', (temperature, humidity) => {
    expect(dewPoint(temperature, humidity)).toBeUndefined();
  });
});
