/** A reading of the load: eight columns in their order in a record. */
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

/** The size of a national network. */
export const DEFAULT_STATIONS = 1_000;
/** The earliest timestamp of the load, as a UTC `DATETIME`. */
export const LOAD_START = '2020-01-01 00:00:00';
/** About one reading in six is above it. */
export const EXCEEDANCE_THRESHOLD = 30;

const START_MS = Date.parse(`${LOAD_START}Z`);
const ROUND_MS = 1_000;
const STATION_DIGITS = 7;
const STATION_SALT = 1_000;
const DRY_SHARE = 0.8;
const CIRCLE = 360;
const TENTHS = 10;
const HUNDREDTHS = 100;
const INDEX_MULTIPLIER = 0x9e3779b1;
const SALT_MULTIPLIER = 0x85ebca6b;
const FIRST_MIX = 0x21f0aaad;
const SECOND_MIX = 0x735a2d97;
const UINT32_RANGE = 0x1_0000_0000;
const SALT = { temperature: 1, humidity: 2, pressure: 3, wind: 4, direction: 5, dry: 6, rain: 7 } as const;

/** The station of the i-th reading, round robin. */
export function stationAt(index: number, stations: number): string {
  return `station-${String(index % stations).padStart(STATION_DIGITS, '0')}`;
}

/** The temperature of the i-th reading: that of its station, between 5 and 35 °C, ± half a degree. */
export function temperatureAt(index: number, stations: number): number {
  return around(index, stations, { salt: SALT.temperature, low: 5, high: 35, jitter: 0.5, unit: HUNDREDTHS });
}

/**
 * The i-th reading, which is always the same; no two have the same station and timestamp. Stations differ, and the readings of
 * one change little from one second to the next, as the weather does.
 */
export function loadReading(index: number, stations: number = DEFAULT_STATIONS): LoadReading {
  return {
    stationId: stationAt(index, stations),
    observedAt: new Date(START_MS + Math.floor(index / stations) * ROUND_MS).toISOString(),
    temperature: temperatureAt(index, stations),
    humidity: around(index, stations, { salt: SALT.humidity, low: 20, high: 95, jitter: 2, unit: TENTHS }),
    pressure: around(index, stations, {
      salt: SALT.pressure,
      low: 980,
      high: 1040,
      jitter: 0.2,
      unit: TENTHS,
    }),
    windSpeed: around(index, stations, { salt: SALT.wind, low: 2, high: 28, jitter: 2, unit: TENTHS }),
    windDirection: Math.floor(noise(index, SALT.direction) * CIRCLE),
    precipitation: noise(index, SALT.dry) < DRY_SHARE ? 0 : between(index, SALT.rain, 0, 20, TENTHS),
  };
}

/** The range of a quantity over all stations, and the jitter of the readings of one. */
interface Spread {
  readonly salt: number;
  readonly low: number;
  readonly high: number;
  readonly jitter: number;
  readonly unit: number;
}

function around(index: number, stations: number, { salt, low, high, jitter, unit }: Spread): number {
  const ofStation = low + noise(index % stations, salt + STATION_SALT) * (high - low);
  return Math.round((ofStation + (2 * noise(index, salt) - 1) * jitter) * unit) / unit;
}

function between(index: number, salt: number, low: number, high: number, unit: number): number {
  return Math.round((low + noise(index, salt) * (high - low)) * unit) / unit;
}

/** A number in [0, 1), always the same for the same index and salt. */
export function noise(index: number, salt: number): number {
  let x = (index * INDEX_MULTIPLIER + salt * SALT_MULTIPLIER) | 0;
  x = Math.imul(x ^ (x >>> 16), FIRST_MIX);
  x = Math.imul(x ^ (x >>> 15), SECOND_MIX);
  return ((x ^ (x >>> 15)) >>> 0) / UINT32_RANGE;
}
