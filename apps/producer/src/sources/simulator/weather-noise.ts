import { MS_PER_MINUTE, MS_PER_HOUR, MS_PER_DAY } from '@weather/weather-schema';
import { correlatedNoise, type Octave } from './correlated-noise.ts';
import { mix } from './hash.ts';
import type { Station } from './stations.ts';

/** Each drives one quantity; they do not know of each other. */
const CHANNELS = { temperature: 1, humidity: 2, pressure: 3, windSpeed: 4, windDirection: 5, gust: 6 };
type Channel = keyof typeof CHANNELS;

/** Weather systems pass in days and are felt in the whole region. */
const REGIONAL_OCTAVES: readonly Octave[] = [
  { periodMs: 4 * MS_PER_DAY, weight: 0.48 },
  { periodMs: MS_PER_DAY, weight: 0.28 },
  { periodMs: 6 * MS_PER_HOUR, weight: 0.12 },
];

/** Clouds and gusts pass in minutes, at each station for itself. */
const LOCAL_OCTAVES: readonly Octave[] = [
  { periodMs: MS_PER_HOUR, weight: 0.06 },
  { periodMs: 10 * MS_PER_MINUTE, weight: 0.04 },
  { periodMs: MS_PER_MINUTE, weight: 0.02 },
];

const GUST_OCTAVES: readonly Octave[] = [
  { periodMs: 10 * MS_PER_MINUTE, weight: 0.5 },
  { periodMs: MS_PER_MINUTE, weight: 0.5 },
];

/** From -1 to 1: what changes in the weather of days, with the unrest of minutes on top. */
export function smoothWeather(station: Station, channel: Channel, timestamp: number): number {
  return regionalWeather(station, channel, timestamp) + localUnrest(station, channel, timestamp);
}

/** From -1 to 1, mostly by the minute. */
export function gustiness(station: Station, timestamp: number): number {
  return correlatedNoise(mix(station.localSalt, CHANNELS.gust), timestamp, GUST_OCTAVES);
}

/** From -1 to 1: what changes in the weather of days. */
export function regionalWeather(station: Station, channel: Channel, timestamp: number): number {
  return correlatedNoise(mix(station.regionSalt, CHANNELS[channel]), timestamp, REGIONAL_OCTAVES);
}

function localUnrest(station: Station, channel: Channel, timestamp: number): number {
  return correlatedNoise(mix(station.localSalt, CHANNELS[channel]), timestamp, LOCAL_OCTAVES);
}
