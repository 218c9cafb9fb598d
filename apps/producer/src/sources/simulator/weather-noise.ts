import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '@weather/weather-schema';
import { asFraction, mix } from './hash.ts';
import type { Station } from './stations.ts';

/** One scale of a noise: roughly how long it keeps its value, and its share of the whole. */
interface Octave {
  readonly periodMs: number;
  readonly weight: number;
}

const { floor } = Math;

/** Each drives one quantity, independent of the others. */
const CHANNELS = { temperature: 1, humidity: 2, pressure: 3, windSpeed: 4, windDirection: 5, gust: 6 };
type Channel = keyof typeof CHANNELS;

/** Weather systems pass in days and affect the whole region. */
const REGIONAL_OCTAVES: readonly Octave[] = [
  { periodMs: 4 * MS_PER_DAY, weight: 0.48 },
  { periodMs: MS_PER_DAY, weight: 0.28 },
  { periodMs: 6 * MS_PER_HOUR, weight: 0.12 },
];

/** Clouds and gusts pass in minutes, at each station independently. */
const LOCAL_OCTAVES: readonly Octave[] = [
  { periodMs: MS_PER_HOUR, weight: 0.06 },
  { periodMs: 10 * MS_PER_MINUTE, weight: 0.04 },
  { periodMs: MS_PER_MINUTE, weight: 0.02 },
];

const GUST_OCTAVES: readonly Octave[] = [
  { periodMs: 10 * MS_PER_MINUTE, weight: 0.5 },
  { periodMs: MS_PER_MINUTE, weight: 0.5 },
];

/** From -1 to 1: regional changes over days, with local ones of minutes on top. */
export function smoothWeather(station: Station, channel: Channel, timestamp: number): number {
  const local = correlatedNoise(mix(station.localSalt, CHANNELS[channel]), timestamp, LOCAL_OCTAVES);
  return regionalWeather(station, channel, timestamp) + local;
}

/** From -1 to 1: changes over days. */
export function regionalWeather(station: Station, channel: Channel, timestamp: number): number {
  return correlatedNoise(mix(station.regionSalt, CHANNELS[channel]), timestamp, REGIONAL_OCTAVES);
}

/** From -1 to 1, mostly by the minute. */
export function gustiness(station: Station, timestamp: number): number {
  return correlatedNoise(mix(station.localSalt, CHANNELS.gust), timestamp, GUST_OCTAVES);
}

/**
 * Noise that changes smoothly in time (value noise): each octave has a random value at every multiple of its period, and blends
 * them with a curve that is flat at both ends. A pure function: the same salt and timestamp give the same value.
 * @returns a value between minus and plus the sum of the weights; its mean is 0.
 */
export function correlatedNoise(salt: number, timestamp: number, octaves: readonly Octave[]): number {
  let sum = 0;
  let octaveSalt = salt;
  for (const { periodMs, weight } of octaves) {
    octaveSalt = mix(octaveSalt, periodMs);
    const position = timestamp / periodMs;
    const index = floor(position);
    const before = latticeValue(octaveSalt, index);
    const after = latticeValue(octaveSalt, index + 1);
    sum += weight * (before + (after - before) * smoothStep(position - index));
  }
  return sum;
}

function latticeValue(salt: number, index: number): number {
  return 2 * asFraction(mix(salt, index)) - 1;
}

/** From 0 to 1 with a slope of 0 at both ends. */
export function smoothStep(fraction: number): number {
  return fraction * fraction * (3 - 2 * fraction);
}
