import type { Station } from './stations.ts';
import { gustiness, regionalWeather } from './weather-noise.ts';

const MEAN_AT_SEA_LEVEL = 1013.25;
/** Maximum deviation from the mean by weather, in hPa: small near the equator, large near the poles. */
const WEATHER_AT_EQUATOR = 4;
const WEATHER_PER_DEGREE_OF_LATITUDE = 0.5;

/** The effect of gusts on a barometer, in hPa. */
const WIND_ON_SENSOR = 0.15;

const KELVIN_AT_ZERO_CELSIUS = 273.15;
/** In K/m, and the exponent that follows from it, gravity and the gas constant. */
const LAPSE_RATE = 0.0065;
const BAROMETRIC_EXPONENT = 5.25588;

/** Pressure at the station, in hPa. */
export function pressureAt(station: Station, timestamp: number, celsius: number): number {
  const range = WEATHER_AT_EQUATOR + WEATHER_PER_DEGREE_OF_LATITUDE * Math.abs(station.latitude);
  const atSeaLevel = MEAN_AT_SEA_LEVEL + range * pressureAnomaly(station, timestamp);
  return (
    atElevation(atSeaLevel, station.city.elevation, celsius) + WIND_ON_SENSOR * gustiness(station, timestamp)
  );
}

/** From -1 in a low to 1 in a high, the same for the whole region. */
export function pressureAnomaly(station: Station, timestamp: number): number {
  return regionalWeather(station, 'pressure', timestamp);
}

/**
 * Pressure at an elevation in metres and a temperature. Source: the barometric formula of the International Standard
 * Atmosphere (ISO 2533:1975), with this temperature instead of 15 °C at sea level.
 */
export function atElevation(atSeaLevel: number, elevation: number, celsius: number): number {
  const drop = LAPSE_RATE * elevation;
  return atSeaLevel * (1 - drop / (celsius + KELVIN_AT_ZERO_CELSIUS + drop)) ** BAROMETRIC_EXPONENT;
}
