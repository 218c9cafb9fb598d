import type { OutgoingRecord } from '@weather/kafka-client';
import { MS_PER_SECOND, MS_PER_DAY, type Reading } from '@weather/weather-schema';
import { seededFraction } from '../faults/seeded-random.ts';

/** The shares of a load that are not plain new readings. */
export interface Mix {
  /** Invalid records. */
  readonly garbage: number;
  /** Readings that were sent before: unchanged, with other values, with one quantity only or with one removed. */
  readonly repeats: number;
  /** Readings of one to seven days ago. */
  readonly late: number;
  /** The number of stations that take turns, instead of a few stations in random order. */
  readonly stationsInTurn?: number;
}

/** A record of a load and the reading it must become; an invalid record has none. */
export interface SeededRecord {
  readonly record: OutgoingRecord & { readonly key: string; readonly value: Buffer };
  readonly reading?: Reading;
}

export const PLAIN: Mix = { garbage: 0, repeats: 0, late: 0 };
export const MIXED: Mix = { garbage: 0.01, repeats: 0.05, late: 0.05 };

const START = Date.UTC(2026, 0, 1);
const DAYS_LATE = 7;
/** Keeps the timestamps of late readings apart from those of others. */
const LATE_MS = 500;
const STATIONS = 60;
/** The maximum distance between a repeat and its original. */
const MEMORY = 2_000;
const HALF = 0.5;
const CORRECTED = 0.75;
const WITH_PART = 0.9;
const GUST = 40;
const TENTHS = 10;
const NOT_UTF8 = [0x01, 0xff, 0xfe];

/**
 * Makes the n-th record of the load with this seed: a pure function. The readings of a station have one key and so stay in
 * order, and the last one of a timestamp wins.
 */
export function seededRecord(seed: number, n: number, mix: Mix): SeededRecord {
  const chance = seededFraction(seed, 'kind', n);
  if (chance < mix.garbage) return garbage(seed, n);
  if (chance < mix.garbage + mix.repeats && n > 0) return repeat(seed, n, mix);
  return toRecord(makeReading(seed, n, mix));
}

/** The time at which the n-th reading was observed, unless it is late. */
export function observedAtOf(n: number): number {
  return START + n * MS_PER_SECOND;
}

/** Makes a reading; different numbers have different timestamps. */
function makeReading(seed: number, n: number, mix: Mix): Reading {
  const days =
    seededFraction(seed, 'late', n) < mix.late
      ? 1 + Math.floor(seededFraction(seed, 'days', n) * DAYS_LATE)
      : 0;
  const tenths = (name: string, min: number, max: number): number =>
    roundToTenths(min + seededFraction(seed, name, n) * (max - min));
  return {
    stationId: mix.stationsInTurn === undefined ? chooseStation(seed, n) : `turn-${n % mix.stationsInTurn}`,
    observedAt: observedAtOf(n) - days * MS_PER_DAY + (days > 0 ? LATE_MS + days : 0),
    temperature: tenths('temperature', -20, 45),
    humidity: tenths('humidity', 0, 100),
    // The last digits of a double must survive as well.
    pressure: 950 + seededFraction(seed, 'pressure', n) * 100,
    ...(seededFraction(seed, 'wind', n) < HALF && { windSpeed: tenths('windSpeed', 0, 40) }),
  };
}

/** JSON has no negative zero. */
function roundToTenths(value: number): number {
  return Math.round(value * TENTHS) / TENTHS || 0;
}

function chooseStation(seed: number, n: number): string {
  return `s${Math.floor(seededFraction(seed, 'station', n) * STATIONS)}`;
}

function repeat(seed: number, n: number, mix: Mix): SeededRecord {
  const back = 1 + Math.floor(seededFraction(seed, 'back', n) * Math.min(n, MEMORY));
  const original = makeReading(seed, n - back, mix);
  const change = seededFraction(seed, 'correction', n);
  const { stationId, observedAt } = original;
  if (change < HALF) return toRecord(original);
  if (change < CORRECTED)
    return toRecord({ ...original, temperature: roundToTenths((original.temperature ?? 0) * -HALF) });
  if (change < WITH_PART) return toRecord({ stationId, observedAt, windGust: roundToTenths(change * GUST) });
  return toRecord({ stationId, observedAt, removed: ['temperature'] });
}

/** Makes an invalid record with unique bytes: the oracle finds it in the dead letter topic by them. */
function garbage(seed: number, n: number): SeededRecord {
  const key = chooseStation(seed, n);
  const at = new Date(observedAtOf(n)).toISOString();
  const kinds = [
    Buffer.from(`{"stationId":"${key}","observedAt":"${at}","temper`),
    Buffer.concat([Buffer.from(`not a reading ${n}: é世`), Buffer.of(...NOT_UTF8)]),
    Buffer.from(`{"stationId":"${key}","observedAt":"${at}","temperature":"${n} K"}`),
    Buffer.from(`{"stationId":"${key}","observedAt":"yesterday ${n}","temperature":1}`),
    Buffer.from(`[${n}]`),
  ];
  const value =
    kinds[Math.floor(seededFraction(seed, 'garbage', n) * kinds.length)] ?? Buffer.of(...NOT_UTF8);
  return { record: { key, value } };
}

function toRecord(reading: Reading): SeededRecord {
  const { observedAt, removed = [], ...others } = reading;
  const nothing = Object.fromEntries(removed.map((name) => [name, null]));
  const message = { ...others, ...nothing, observedAt: new Date(observedAt).toISOString() };
  return { record: { key: reading.stationId, value: Buffer.from(JSON.stringify(message)) }, reading };
}
