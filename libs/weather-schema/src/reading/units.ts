import type { Quantity } from './quantities.ts';

const KELVIN_AT_ZERO_CELSIUS = 273.15;
const FAHRENHEIT_AT_ZERO_CELSIUS = 32;
const FAHRENHEIT_PER_CELSIUS = 1.8;
const METRES_PER_SECOND_PER_MPH = 0.44704;
const METRES_PER_NAUTICAL_MILE = 1852;
const SECONDS_PER_HOUR = 3600;
const METRES_PER_KILOMETRE = 1000;
const HECTOPASCAL_PER_INCH_OF_MERCURY = 33.86389;
const MILLIMETRES_PER_INCH = 25.4;

const unchanged = (value: number): number => value;

const WIND = {
  'm/s': unchanged,
  'km/h': (value: number) => (value * METRES_PER_KILOMETRE) / SECONDS_PER_HOUR,
  mph: (value: number) => value * METRES_PER_SECOND_PER_MPH,
  kn: (value: number) => (value * METRES_PER_NAUTICAL_MILE) / SECONDS_PER_HOUR,
};

const CONVERSIONS = {
  temperature: {
    '°C': unchanged,
    '°F': (value: number) => (value - FAHRENHEIT_AT_ZERO_CELSIUS) / FAHRENHEIT_PER_CELSIUS,
    K: (value: number) => value - KELVIN_AT_ZERO_CELSIUS,
  },
  humidity: { '%': unchanged },
  pressure: {
    hPa: unchanged,
    mbar: unchanged,
    inHg: (value: number) => value * HECTOPASCAL_PER_INCH_OF_MERCURY,
  },
  windSpeed: WIND,
  windGust: WIND,
  windDirection: { '°': unchanged },
  precipitation: { mm: unchanged, in: (value: number) => value * MILLIMETRES_PER_INCH },
} satisfies Record<Quantity, Record<string, (value: number) => number>>;

type KeysOf<T> = T extends unknown ? keyof T : never;

/** A unit in which a source may give a quantity. */
export type UnitName = KeysOf<(typeof CONVERSIONS)[Quantity]>;

const CONVERTERS: Readonly<Record<Quantity, Partial<Record<UnitName, (value: number) => number>>>> =
  CONVERSIONS;

/** The decimals that a converted value keeps, finer than the instruments: 0.01 °C, 0.01 hPa, 0.001 mm. */
const DECIMALS: Readonly<Record<Quantity, number>> = {
  temperature: 2,
  humidity: 2,
  pressure: 2,
  windSpeed: 2,
  windGust: 2,
  windDirection: 1,
  precipitation: 3,
};

/** The units that `convertToWireUnit` knows for each quantity; the first is the one on the wire. */
export const UNITS_BY_QUANTITY = Object.fromEntries(
  Object.entries(CONVERTERS).map(([quantity, units]) => [quantity, Object.keys(units)]),
) as unknown as Readonly<Record<Quantity, readonly UnitName[]>>;

/**
 * Converts a value to the unit of the wire format and rounds it to the nearest 0.01 °C, 0.01 %, 0.01 hPa, 0.01 m/s,
 * 0.1° or 0.001 mm (39.02 °F is 3.9 °C). The factors are those of NIST Special Publication 811 (2008), appendix B.8:
 * exact by definition for °F, K, mph, km/h, kn, mbar and in; for inHg the conventional inch of mercury, 3.386389 kPa.
 * @throws RangeError if the quantity has no such unit.
 */
export function convertToWireUnit(quantity: Quantity, value: number, unit: UnitName): number {
  return round(converterOf(quantity, unit)(value), DECIMALS[quantity]);
}

/**
 * The inverse of `convertToWireUnit`, with the same rounding: 3.9 °C is 39.02 °F.
 * @throws RangeError if the quantity has no such unit.
 */
export function convertFromWireUnit(quantity: Quantity, value: number, unit: UnitName): number {
  const convert = converterOf(quantity, unit);
  // All conversions are straight lines, so two of their points give the inverse.
  const atZero = convert(0);
  return round((value - atZero) / (convert(1) - atZero), DECIMALS[quantity]);
}

function converterOf(quantity: Quantity, unit: UnitName): (value: number) => number {
  const convert = CONVERTERS[quantity][unit];
  if (convert !== undefined) return convert;
  throw new RangeError(`${quantity} has no unit "${unit}"; it has ${UNITS_BY_QUANTITY[quantity].join(', ')}`);
}

/** Adding 0 turns the -0 that rounding leaves of small negative values into 0. */
function round(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}
