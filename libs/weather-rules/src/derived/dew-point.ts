/** Magnus' formula over water, WMO Guide No. 8 (2018), volume I, annex 4.B: 6.112 hPa · exp(17.62 t / (243.12 + t)). */
const MAGNUS_FACTOR = 17.62;
const MAGNUS_CELSIUS = 243.12;
const LOWEST_CELSIUS = -45;
const HIGHEST_CELSIUS = 60;
const SATURATED_PERCENT = 100;

/**
 * The temperature in °C to which the air has to cool for dew to form: Magnus' formula over water, inverted, with the
 * constants of the WMO's Guide to Instruments and Methods of Observation (No. 8, annex 4.B). Within 0.1 °C of the
 * Smithsonian Meteorological Tables.
 * @param temperature in °C
 * @param humidity in % over water
 * @returns undefined outside of −45…60 °C, where the constants do not hold, and without a humidity above 0 and up to 100 %.
 */
export function dewPoint(temperature: number, humidity: number): number | undefined {
  if (!(temperature >= LOWEST_CELSIUS && temperature <= HIGHEST_CELSIUS)) return undefined;
  if (!(humidity > 0 && humidity <= SATURATED_PERCENT)) return undefined;
  const atSaturation = (MAGNUS_FACTOR * temperature) / (MAGNUS_CELSIUS + temperature);
  const exponent = Math.log(humidity / SATURATED_PERCENT) + atSaturation;
  return (MAGNUS_CELSIUS * exponent) / (MAGNUS_FACTOR - exponent);
}
