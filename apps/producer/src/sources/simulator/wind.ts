import { highPressure } from './pressure.ts';
import type { Station } from './stations.ts';
import { solarHour, warmthOfDay } from './temperature.ts';
import { gustiness, smoothWeather } from './weather-noise.ts';

const FULL_CIRCLE = 360;
/** How often the wind may go around while the weather goes from one extreme to the other. */
const TURNS = 1.5;
const STRENGTH_OF_WEATHER = 2.2;
/** The wind freshens as the sun warms the ground: between these shares of the day's mean. */
const NIGHT_SHARE = 0.75;
const AFTERNOON_SHARE = 1.25;
/** How far the wind of a minute differs from that of the hour: so many m/s, and a share of it. */
const LIGHT_AIRS = 0.3;
const TURBULENCE = 0.2;
const WEAKEST_GUST = 1.2;
const STRONGEST_GUST = 1.9;

/** m/s, and the direction it comes from in degrees above 0 up to 360. */
export interface Wind {
  readonly speed: number;
  readonly gust: number;
  readonly direction: number;
}

/** The mean wind and the highest gust; stronger by day and in a depth, and never at rest. */
export function windAt(station: Station, timestamp: number): Wind {
  const weather = Math.max(0, 1 + STRENGTH_OF_WEATHER * smoothWeather(station, 'windSpeed', timestamp));
  const warmth = warmthOfDay(solarHour(station.longitude, timestamp));
  const ofDay = NIGHT_SHARE + (AFTERNOON_SHARE - NIGHT_SHARE) * warmth;
  const depth = 1 + Math.max(0, -highPressure(station, timestamp));
  const unrest = gustiness(station, timestamp);
  const mean = station.city.windSpeed * weather * ofDay * depth;
  const speed = Math.max(0, mean + (LIGHT_AIRS + TURBULENCE * mean) * unrest);
  const gustShare = (1 + unrest) / 2;
  return {
    speed,
    gust: speed * (WEAKEST_GUST + (STRONGEST_GUST - WEAKEST_GUST) * gustShare),
    direction: toCompass(FULL_CIRCLE * TURNS * smoothWeather(station, 'windDirection', timestamp)),
  };
}

function toCompass(degrees: number): number {
  return degrees - FULL_CIRCLE * (Math.ceil(degrees / FULL_CIRCLE) - 1);
}
