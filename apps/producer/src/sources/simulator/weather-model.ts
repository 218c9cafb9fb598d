import type { Quantity } from '@weather/weather-schema';
import { asFraction, mixWide } from './hash.ts';
import { humidityAt } from './humidity.ts';
import { pressureAt } from './pressure.ts';
import { precipitationSince } from './rain-gauge.ts';
import type { Station } from './stations.ts';
import { temperatureAt } from './temperature.ts';
import { windAt, type Wind } from './wind.ts';

/** The measured values; the other quantities were not measured. */
export type Measurements = Partial<Record<Quantity, number>>;

/**
 * The measurements of a station at a time, after its reading at `previousTimestamp`: a pure function, so that a simulation can
 * start at any time and always gives the same readings.
 */
export type WeatherModel = (station: Station, timestamp: number, previousTimestamp: number) => Measurements;

/** Below it smoke rises vertically and a vane has no direction, in m/s: Beaufort 0, WMO-No. 8 (2018), table 5.1. */
const CALM_BELOW = 0.3;
const NORTH = 360;
const LOWEST = 5;
const HIGHEST = 35;

/** Realistic weather for the station's place, the season and the time of day. */
export const climateModel: WeatherModel = (station, timestamp, previousTimestamp) => {
  const temperature = temperatureAt(station, timestamp);
  return {
    temperature: roundTo(1, temperature.now),
    humidity: roundTo(1, humidityAt(station, timestamp, temperature)),
    pressure: roundTo(1, pressureAt(station, timestamp, temperature.now)),
    ...measuredWind(windAt(station, timestamp)),
    precipitation: roundTo(1, precipitationSince(station, previousTimestamp, timestamp)),
  };
};

/** The older project's simulation: uniformly distributed temperatures from 5 to 35 °C. */
export const uniformModel: WeatherModel = (station, timestamp) => ({
  temperature: roundTo(1, LOWEST + (HIGHEST - LOWEST) * asFraction(mixWide(station.localSalt, timestamp))),
});

function measuredWind({ speed, gust, direction }: Wind): Measurements {
  const windSpeed = roundTo(1, speed);
  const measured = { windSpeed, windGust: roundTo(1, gust) };
  return windSpeed < CALM_BELOW ? measured : { ...measured, windDirection: roundTo(0, direction) || NORTH };
}

/** Rounds to the resolution of a sensor. */
export function roundTo(decimals: number, value: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}
