import { toCelsius, toFahrenheit } from './fahrenheit.ts';

const METRES_PER_SECOND_PER_MPH = 0.44704;
const HIGHEST_FAHRENHEIT = 50;
const CALM_MPH = 3;

const CONSTANT = 35.74;
const PER_FAHRENHEIT = 0.6215;
const PER_WIND = -35.75;
const PER_FAHRENHEIT_AND_WIND = 0.4275;
const WIND_EXPONENT = 0.16;

/**
 * The wind chill temperature in °C of the US National Weather Service (2001): the apparent temperature
 * on bare skin. 35.74 + 0.6215 T − 35.75 V^0.16 + 0.4275 T V^0.16, T in °F, V in mph at 10 m.
 * @param temperature in °C
 * @param windSpeed in m/s, the mean
 * @returns undefined above 50 °F (10 °C) and at 3 mph (1.34 m/s) and below, for which it is not defined.
 */
export function windChill(temperature: number, windSpeed: number): number | undefined {
  const fahrenheit = toFahrenheit(temperature);
  const mph = windSpeed / METRES_PER_SECOND_PER_MPH;
  if (!(fahrenheit <= HIGHEST_FAHRENHEIT && mph > CALM_MPH)) return undefined;
  const wind = mph ** WIND_EXPONENT;
  return toCelsius(
    CONSTANT + PER_FAHRENHEIT * fahrenheit + (PER_WIND + PER_FAHRENHEIT_AND_WIND * fahrenheit) * wind,
  );
}
