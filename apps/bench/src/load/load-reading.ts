import { noise } from './noise.ts';

/** What the load's readings hold: eight columns, in the order in which they stand in a record. */
export interface LoadReading {
  readonly stationId: string;
  /** ISO 8601, UTC. */
  readonly observedAt: string;
  readonly temperature: number;
  readonly humidity: number;
  readonly pressure: number;
  readonly windSpeed: number;
  readonly windDirection: number;
  readonly precipitation: number;
}

/** As many as a national network has. */
export const DEFAULT_STATIONS = 1_000;
/** No reading of the load is earlier: as a UTC `DATETIME`. */
export const LOAD_START = '2020-01-01 00:00:00';
/** Above it a reading is an alert: one in six is. */
export const ALERT_THRESHOLD = 30;

const START_MS = Date.parse(`${LOAD_START}Z`);
const ROUND_MS = 1_000;
const STATION_DIGITS = 7;
const DRY_SHARE = 0.8;
const CIRCLE = 360;
const TENTHS = 10;
const HUNDREDTHS = 100;
const SALT = { temperature: 1, humidity: 2, pressure: 3, wind: 4, direction: 5, dry: 6, rain: 7 } as const;

/** The station of the i-th reading: one after the other, round after round. */
export function stationOf(index: number, stations: number): string {
  return `station-${String(index % stations).padStart(STATION_DIGITS, '0')}`;
}

/** The temperature of the i-th reading: between 5 and 35 °C, all equally likely. */
export function temperatureOf(index: number): number {
  return between(index, SALT.temperature, 5, 35, HUNDREDTHS);
}

/** The i-th reading: always the same, and no two have the same station and instant. */
export function loadReading(index: number, stations: number = DEFAULT_STATIONS): LoadReading {
  return {
    stationId: stationOf(index, stations),
    observedAt: new Date(START_MS + Math.floor(index / stations) * ROUND_MS).toISOString(),
    temperature: temperatureOf(index),
    humidity: between(index, SALT.humidity, 20, 100, TENTHS),
    pressure: between(index, SALT.pressure, 980, 1040, TENTHS),
    windSpeed: between(index, SALT.wind, 0, 30, TENTHS),
    windDirection: Math.floor(noise(index, SALT.direction) * CIRCLE),
    precipitation: noise(index, SALT.dry) < DRY_SHARE ? 0 : between(index, SALT.rain, 0, 20, TENTHS),
  };
}

function between(index: number, salt: number, low: number, high: number, unit: number): number {
  return Math.round((low + noise(index, salt) * (high - low)) * unit) / unit;
}
