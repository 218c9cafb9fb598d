import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QUANTITY_NAMES } from './quantities.ts';
import { convertFromWireUnit, convertToWireUnit, UNITS_BY_QUANTITY } from './units.ts';

describe('convertToWireUnit', () => {
  it.each([
    ['temperature', 39.02, '°F', 3.9],
    ['temperature', 86, '°F', 30],
    ['temperature', 86.02, '°F', 30.01],
    ['temperature', -40, '°F', -40],
    ['temperature', 31.99, '°F', -0.01],
    ['temperature', 273.15, 'K', 0],
    ['temperature', 0, 'K', -273.15],
    ['temperature', 31.234, '°C', 31.23],
    ['humidity', 59.37, '%', 59.37],
    ['pressure', 1013.25, 'hPa', 1013.25],
    ['pressure', 1013.25, 'mbar', 1013.25],
    ['pressure', 29.92, 'inHg', 1013.21],
    ['windSpeed', 1048.36, 'mph', 468.66],
    ['windSpeed', 36, 'km/h', 10],
    ['windGust', 10, 'kn', 5.14],
    ['windGust', 3.5, 'm/s', 3.5],
    ['windDirection', 270.04, '°', 270],
    ['precipitation', 0.01, 'in', 0.254],
    ['precipitation', 1.5, 'mm', 1.5],
  ] as const)('turns %s %d %s into %d', (quantity, value, unit, expected) => {
    expect(convertToWireUnit(quantity, value, unit)).toBe(expected);
  });

  it('rounds small negative values to 0, not to -0', () => {
    expect(convertToWireUnit('temperature', -0.001, '°C')).toBe(0);
  });

  it('rejects a unit of another quantity', () => {
    expect(() => convertToWireUnit('temperature', 20, 'mph')).toThrow(
      new RangeError('temperature has no unit "mph"; it has °C, °F, K'),
    );
  });

  it('keeps the sign of not being a number', () => {
    expect(convertToWireUnit('humidity', Number.NaN, '%')).toBeNaN();
  });
});

describe('convertFromWireUnit', () => {
  it.each([
    ['temperature', 3.9, '°F', 39.02],
    ['temperature', -40, '°F', -40],
    ['temperature', 0, 'K', 273.15],
    ['pressure', 1013.25, 'inHg', 29.92],
    ['pressure', 1013.25, 'hPa', 1013.25],
    ['windSpeed', 10, 'mph', 22.37],
    ['precipitation', 25.4, 'in', 1],
  ] as const)('turns %s %d into %d %s', (quantity, value, unit, expected) => {
    expect(convertFromWireUnit(quantity, value, unit)).toBe(expected);
  });

  it('is the way back of convertToWireUnit, as far as the decimals go', () => {
    const pairs = QUANTITY_NAMES.flatMap((quantity) =>
      UNITS_BY_QUANTITY[quantity].map((unit) => ({ quantity, unit })),
    );
    const halfHundredthOfAnInchOfMercury = 0.17;
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.integer({ min: -500, max: 500 }),
        ({ quantity, unit }, shown) => {
          const value = convertToWireUnit(quantity, shown, unit);
          const back = convertToWireUnit(quantity, convertFromWireUnit(quantity, value, unit), unit);
          expect(Math.abs(back - value)).toBeLessThanOrEqual(halfHundredthOfAnInchOfMercury);
        },
      ),
    );
  });

  it('rejects a unit of another quantity', () => {
    expect(() => convertFromWireUnit('humidity', 20, 'kn')).toThrow(
      new RangeError('humidity has no unit "kn"; it has %'),
    );
  });
});

describe('UNITS_BY_QUANTITY', () => {
  it('names the units of every quantity, the one on the wire first', () => {
    expect(Object.keys(UNITS_BY_QUANTITY)).toEqual(QUANTITY_NAMES);
    expect(UNITS_BY_QUANTITY.windSpeed).toEqual(['m/s', 'km/h', 'mph', 'kn']);
    expect(UNITS_BY_QUANTITY.precipitation).toEqual(['mm', 'in']);
  });

  it('leaves a value in the unit of the wire as it is', () => {
    for (const quantity of QUANTITY_NAMES) {
      const [unit] = UNITS_BY_QUANTITY[quantity];
      expect(unit === undefined ? undefined : convertToWireUnit(quantity, 12.5, unit)).toBe(12.5);
    }
  });
});
