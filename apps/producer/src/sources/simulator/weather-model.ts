import type { Quantity } from '@weather/weather-schema';
import type { Station } from './stations.ts';

/** What was measured; a missing quantity was not. */
export type Measurements = Partial<Record<Quantity, number>>;

/**
 * What a station measures at an instant, `previousInstant` being that of its reading before: a pure function, so that a
 * simulation can start anywhere and gives the same readings each time.
 */
export type WeatherModel = (station: Station, instant: number, previousInstant: number) => Measurements;

/** Rounds to the resolution of a sensor. */
export function roundTo(decimals: number, value: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}
