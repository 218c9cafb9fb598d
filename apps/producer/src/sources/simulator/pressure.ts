import type { Station } from './stations.ts';
import { gustiness, regionalWeather } from './weather-noise.ts';

const MEAN_AT_SEA_LEVEL = 1013.25;
/** The most that weather moves the pressure, in hPa: little near the equator, much near the poles. */
const WEATHER_AT_EQUATOR = 4;
const WEATHER_PER_DEGREE_OF_LATITUDE = 0.5;

/** What gusts do to a barometer, in hPa. */
const WIND_ON_SENSOR = 0.15;

const KELVIN_AT_ZERO_CELSIUS = 273.15;
/** K/m, and the exponent that gravity and the gas constant make with it. */
const LAPSE_RATE = 0.0065;
const BAROMETRIC_EXPONENT = 5.25588;

/** Pressure at the station, in hPa. */
export function pressureAt(station: Station, timestamp: number, celsius: number): number {
  const range = WEATHER_AT_EQUATOR + WEATHER_PER_DEGREE_OF_LATITUDE * Math.abs(station.latitude);
  const atSeaLevel = MEAN_AT_SEA_LEVEL + range * highPressure(station, timestamp);
  return (
    atElevation(atSeaLevel, station.city.elevation, celsius) + WIND_ON_SENSOR * gustiness(station, timestamp)
  );
}

/** From -1 in a depth to 1 in a high: of the region, and nothing of minutes. */
export function highPressure(station: Station, timestamp: number): number {
  return regionalWeather(station, 'pressure', timestamp);
}

/**
 * Pressure at an elevation in metres where it is so warm. Source: the barometric formula of the International Standard
 * Atmosphere (ISO 2533:1975), with the temperature at hand instead of 15 °C at sea level.
 */
export function atElevation(atSeaLevel: number, elevation: number, celsius: number): number {
  const drop = LAPSE_RATE * elevation;
  return atSeaLevel * (1 - drop / (celsius + KELVIN_AT_ZERO_CELSIUS + drop)) ** BAROMETRIC_EXPONENT;
}
