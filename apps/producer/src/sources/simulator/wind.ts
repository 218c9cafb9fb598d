import { pressureAnomaly } from './pressure.ts';
import type { Station } from './stations.ts';
import { solarHour, warmthOfDay } from './temperature.ts';
import { gustiness, smoothWeather } from './weather-noise.ts';

const FULL_CIRCLE = 360;
/** Maximum turns of the wind direction to either side. */
const TURNS = 1.5;
const STRENGTH_OF_WEATHER = 2.2;
/** The wind freshens as the sun warms the ground, between these shares of the day's mean. */
const NIGHT_SHARE = 0.75;
const AFTERNOON_SHARE = 1.25;
/** Deviation of a minute's wind from that of the hour: a constant in m/s and a share of the wind. */
const LIGHT_AIRS = 0.3;
const TURBULENCE = 0.2;
const WEAKEST_GUST = 1.2;
const STRONGEST_GUST = 1.9;

/** Speeds in m/s, and the direction that the wind comes from in degrees above 0 up to 360. */
export interface Wind {
  readonly speed: number;
  readonly gust: number;
  readonly direction: number;
}

/** The mean wind and the highest gust; stronger by day and in low pressure, and always varying. */
export function windAt(station: Station, timestamp: number): Wind {
  const weather = Math.max(0, 1 + STRENGTH_OF_WEATHER * smoothWeather(station, 'windSpeed', timestamp));
  const warmth = warmthOfDay(solarHour(station.longitude, timestamp));
  const ofDay = NIGHT_SHARE + (AFTERNOON_SHARE - NIGHT_SHARE) * warmth;
  const lowPressure = 1 + Math.max(0, -pressureAnomaly(station, timestamp));
  const turbulence = gustiness(station, timestamp);
  const mean = station.city.windSpeed * weather * ofDay * lowPressure;
  const speed = Math.max(0, mean + (LIGHT_AIRS + TURBULENCE * mean) * turbulence);
  const gustShare = (1 + turbulence) / 2;
  return {
    speed,
    gust: speed * (WEAKEST_GUST + (STRONGEST_GUST - WEAKEST_GUST) * gustShare),
    direction: toCompass(FULL_CIRCLE * TURNS * smoothWeather(station, 'windDirection', timestamp)),
  };
}

function toCompass(degrees: number): number {
  return degrees - FULL_CIRCLE * (Math.ceil(degrees / FULL_CIRCLE) - 1);
}
