import type { Quantity } from '@weather/weather-schema';
import { asFraction, mixWide } from './hash.ts';
import type { Station } from './stations.ts';

/** What was measured; a missing quantity was not. */
export type Measurements = Partial<Record<Quantity, number>>;

/**
 * What a station measures at an instant, `previousTimestamp` being that of its reading before: a pure function, so that a
 * simulation can start anywhere and gives the same readings each time.
 */
export type WeatherModel = (station: Station, timestamp: number, previousTimestamp: number) => Measurements;

/** Rounds to the resolution of a sensor. */
export function roundTo(decimals: number, value: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}

const LOWEST = 5;
const HIGHEST = 35;

/** The older project's simulation: any temperature from 5 to 35 °C is as likely as any other, at any time. */
export const uniformModel: WeatherModel = (station, timestamp) => ({
  temperature: roundTo(1, LOWEST + (HIGHEST - LOWEST) * asFraction(mixWide(station.localSalt, timestamp))),
});
