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
/** Above it a reading is an alert: about one in six is. */
export const ALERT_THRESHOLD = 30;

const START_MS = Date.parse(`${LOAD_START}Z`);
const ROUND_MS = 1_000;
const STATION_DIGITS = 7;
const STATION_SALT = 1_000;
const DRY_SHARE = 0.8;
const CIRCLE = 360;
const TENTHS = 10;
const HUNDREDTHS = 100;
const SALT = { temperature: 1, humidity: 2, pressure: 3, wind: 4, direction: 5, dry: 6, rain: 7 } as const;

/** The station of the i-th reading: one after the other, round after round. */
export function stationOf(index: number, stations: number): string {
  return `station-${String(index % stations).padStart(STATION_DIGITS, '0')}`;
}

/** The temperature of the i-th reading: that of its station, between 5 and 35 °C, give or take half a degree. */
export function temperatureOf(index: number, stations: number): number {
  return around(index, stations, { salt: SALT.temperature, low: 5, high: 35, unrest: 0.5, unit: HUNDREDTHS });
}

/**
 * The i-th reading: always the same, and no two have the same station and instant. Stations differ, and each stays about
 * where it is, as the weather does: a second later it is not winter.
 */
export function loadReading(index: number, stations: number = DEFAULT_STATIONS): LoadReading {
  return {
    stationId: stationOf(index, stations),
    observedAt: new Date(START_MS + Math.floor(index / stations) * ROUND_MS).toISOString(),
    temperature: temperatureOf(index, stations),
    humidity: around(index, stations, { salt: SALT.humidity, low: 20, high: 95, unrest: 2, unit: TENTHS }),
    pressure: around(index, stations, {
      salt: SALT.pressure,
      low: 980,
      high: 1040,
      unrest: 0.2,
      unit: TENTHS,
    }),
    windSpeed: around(index, stations, { salt: SALT.wind, low: 2, high: 28, unrest: 2, unit: TENTHS }),
    windDirection: Math.floor(noise(index, SALT.direction) * CIRCLE),
    precipitation: noise(index, SALT.dry) < DRY_SHARE ? 0 : between(index, SALT.rain, 0, 20, TENTHS),
  };
}

/** How a quantity is spread over the stations, and how far the readings of one are from each other. */
interface Spread {
  readonly salt: number;
  readonly low: number;
  readonly high: number;
  readonly unrest: number;
  readonly unit: number;
}

function around(index: number, stations: number, { salt, low, high, unrest, unit }: Spread): number {
  const ofStation = low + noise(index % stations, salt + STATION_SALT) * (high - low);
  return Math.round((ofStation + (2 * noise(index, salt) - 1) * unrest) * unit) / unit;
}

function between(index: number, salt: number, low: number, high: number, unit: number): number {
  return Math.round((low + noise(index, salt) * (high - low)) * unit) / unit;
}
