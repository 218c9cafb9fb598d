import { MS_PER_HOUR, MS_PER_DAY } from '@weather/weather-schema';
import { smoothWeather } from './weather-noise.ts';
import type { Station } from './stations.ts';

const { abs, cos, floor, PI } = Math;

const HOURS_PER_DAY = 24;
const DAYS_PER_YEAR = 365.2425;
const DEGREES_PER_HOUR = 15;

/** Days after 1 January, some four weeks after the solstices: land and sea lag behind the sun. */
const WARMEST_DAY_NORTH = 200;
const WARMEST_DAY_SOUTH = 19;

/** Solar hours of a day's lowest and highest temperature. */
const COLDEST_HOUR = 6;
const WARMEST_HOUR = 15;

/** Maximum deviation from the usual temperature by weather, in °C: small near the equator, large near the poles. */
const WEATHER_AT_EQUATOR = 2;
const WEATHER_PER_DEGREE_OF_LATITUDE = 0.16;

/** The air temperature at a point in time and the mean of the day around it, both in °C. */
export interface Temperature {
  readonly now: number;
  readonly dailyMean: number;
}

/** The temperature at a station, from its climate, season, time of day and weather. */
export function temperatureAt(station: Station, timestamp: number): Temperature {
  const [coldestMin, coldestMax] = station.city.coldest;
  const [warmestMin, warmestMax] = station.city.warmest;
  const summer = seasonAt(station, timestamp);
  const min = coldestMin + (warmestMin - coldestMin) * summer;
  const max = coldestMax + (warmestMax - coldestMax) * summer;
  const range = WEATHER_AT_EQUATOR + WEATHER_PER_DEGREE_OF_LATITUDE * abs(station.latitude);
  const weather = range * smoothWeather(station, 'temperature', timestamp);
  return {
    now: min + (max - min) * warmthOfDay(solarHour(station.longitude, timestamp)) + weather,
    dailyMean: (min + max) / 2 + weather,
  };
}

/** From 0 at the coldest to 1 at the warmest time of the year. */
function seasonAt({ city, latitude }: Station, timestamp: number): number {
  const warmestDay = city.warmestDay ?? (latitude >= 0 ? WARMEST_DAY_NORTH : WARMEST_DAY_SOUTH);
  const years = (timestamp / MS_PER_DAY - warmestDay) / DAYS_PER_YEAR;
  return (1 + cos(2 * PI * years)) / 2;
}

/** Mean solar time in hours, from 0 to below 24: noon is when the mean sun stands highest at that longitude. */
export function solarHour(longitude: number, timestamp: number): number {
  const hours = timestamp / MS_PER_HOUR + longitude / DEGREES_PER_HOUR;
  return hours - floor(hours / HOURS_PER_DAY) * HOURS_PER_DAY;
}

/**
 * From 0 at the coldest to 1 at the warmest hour: half a cosine up from sunrise, a longer one down through the night.
 * Source: C. T. de Wit et al., Simulation of assimilation, respiration and transpiration of crops (1978).
 */
export function warmthOfDay(hour: number): number {
  const rising = WARMEST_HOUR - COLDEST_HOUR;
  if (hour >= COLDEST_HOUR && hour < WARMEST_HOUR) {
    return (1 - cos((PI * (hour - COLDEST_HOUR)) / rising)) / 2;
  }
  const sinceWarmest = hour >= WARMEST_HOUR ? hour - WARMEST_HOUR : hour + HOURS_PER_DAY - WARMEST_HOUR;
  return (1 + cos((PI * sinceWarmest) / (HOURS_PER_DAY - rising))) / 2;
}
