import type { Station } from './stations.ts';
import type { Temperature } from './temperature.ts';
import { smoothWeather } from './weather-noise.ts';

/** Maximum deviation from the usual humidity by weather, in %. */
const WEATHER_RANGE = 25;
const DRIEST_DAY = 8;
const DAMPEST_DAY = 95;
const DRIEST_AIR = 2;
const SATURATED_AIR = 100;

const MAGNUS_AT_ZERO_HPA = 6.112;
const MAGNUS_FACTOR = 17.62;
const MAGNUS_OFFSET = 243.12;

/**
 * Relative humidity in %. The air holds the same vapour all day, so its humidity falls as it warms up; at night the excess
 * becomes dew, so that the dew point is never above the temperature.
 */
export function humidityAt(station: Station, timestamp: number, { now, dailyMean }: Temperature): number {
  const usual = station.city.humidity + WEATHER_RANGE * dampness(station, timestamp);
  const ofDay = Math.min(DAMPEST_DAY, Math.max(DRIEST_DAY, usual));
  const humidity = (ofDay * saturationPressure(dailyMean)) / saturationPressure(now);
  return Math.min(SATURATED_AIR, Math.max(DRIEST_AIR, humidity));
}

/** From -1 in dry to 1 in damp weather; showers depend on it. */
export function dampness(station: Station, timestamp: number): number {
  return smoothWeather(station, 'humidity', timestamp);
}

/** The saturation vapour pressure in hPa. Source: Magnus formula, WMO-No. 8 (2018), annex 4.B. */
export function saturationPressure(celsius: number): number {
  return MAGNUS_AT_ZERO_HPA * Math.exp((MAGNUS_FACTOR * celsius) / (MAGNUS_OFFSET + celsius));
}
