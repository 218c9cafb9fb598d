import type { OutgoingRecord } from '@weather/kafka-client';
import type { Reading } from '@weather/weather-schema';
import { fractionOf } from '../faults/seeded-random.ts';

/** What shares of a load are not plain new readings. */
export interface Mix {
  /** Records that are no readings. */
  readonly garbage: number;
  /** Readings that were sent before, some of them with other values, with one quantity alone or without one. */
  readonly repeats: number;
  /** Readings of one to seven days ago. */
  readonly late: number;
  /** So many stations that come one after the other, instead of a few in an order of the seed. */
  readonly stationsInTurn?: number;
}

/** A record of a load and what must become of it; `reading` is missing from garbage. */
export interface SeededRecord {
  readonly record: OutgoingRecord & { readonly key: string; readonly value: Buffer };
  readonly reading?: Reading;
}

export const PLAIN: Mix = { garbage: 0, repeats: 0, late: 0 };
export const MIXED: Mix = { garbage: 0.01, repeats: 0.05, late: 0.05 };

const START = Date.UTC(2026, 0, 1);
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const DAYS_LATE = 7;
/** Keeps a late reading from the instant of any other. */
const LATE_MS = 500;
const STATIONS = 60;
/** How far back a repeat may lie. */
const MEMORY = 2_000;
const HALF = 0.5;
const CORRECTED = 0.75;
const WITH_PART = 0.9;
const GUST = 40;
const TENTHS = 10;
const NOT_UTF8 = [0x01, 0xff, 0xfe];

/**
 * The n-th record of the load with this seed: a pure function. A station's readings have one key, so their order is that
 * of the partition, and the last one of an instant is the one that stays.
 */
export function seededRecord(seed: number, n: number, mix: Mix): SeededRecord {
  const chance = fractionOf(seed, 'kind', n);
  if (chance < mix.garbage) return garbage(seed, n);
  if (chance < mix.garbage + mix.repeats && n > 0) return repeat(seed, n, mix);
  return asRecord(readingAt(seed, n, mix));
}

/** When the n-th reading was observed, unless it is late. */
export function instantOf(n: number): number {
  return START + n * SECOND_MS;
}

/** One reading an instant, so that no two of different n are the same one. */
function readingAt(seed: number, n: number, mix: Mix): Reading {
  const days =
    fractionOf(seed, 'late', n) < mix.late ? 1 + Math.floor(fractionOf(seed, 'days', n) * DAYS_LATE) : 0;
  const tenths = (name: string, min: number, max: number): number =>
    inTenths(min + fractionOf(seed, name, n) * (max - min));
  return {
    stationId: mix.stationsInTurn === undefined ? stationOf(seed, n) : `turn-${n % mix.stationsInTurn}`,
    observedAt: instantOf(n) - days * DAY_MS + (days > 0 ? LATE_MS + days : 0),
    temperature: tenths('temperature', -20, 45),
    humidity: tenths('humidity', 0, 100),
    // The last digits of a double must survive as well.
    pressure: 950 + fractionOf(seed, 'pressure', n) * 100,
    ...(fractionOf(seed, 'wind', n) < HALF && { windSpeed: tenths('windSpeed', 0, 40) }),
  };
}

/** JSON has no negative zero. */
function inTenths(value: number): number {
  return Math.round(value * TENTHS) / TENTHS || 0;
}

function stationOf(seed: number, n: number): string {
  return `s${Math.floor(fractionOf(seed, 'station', n) * STATIONS)}`;
}

function repeat(seed: number, n: number, mix: Mix): SeededRecord {
  const back = 1 + Math.floor(fractionOf(seed, 'back', n) * Math.min(n, MEMORY));
  const original = readingAt(seed, n - back, mix);
  const change = fractionOf(seed, 'correction', n);
  const { stationId, observedAt } = original;
  if (change < HALF) return asRecord(original);
  if (change < CORRECTED)
    return asRecord({ ...original, temperature: inTenths((original.temperature ?? 0) * -HALF) });
  if (change < WITH_PART) return asRecord({ stationId, observedAt, windGust: inTenths(change * GUST) });
  return asRecord({ stationId, observedAt, removed: ['temperature'] });
}

/** Each garbage value is its own: the dead letter topic is searched for its bytes. */
function garbage(seed: number, n: number): SeededRecord {
  const key = stationOf(seed, n);
  const at = new Date(instantOf(n)).toISOString();
  const kinds = [
    Buffer.from(`{"stationId":"${key}","observedAt":"${at}","temper`),
    Buffer.concat([Buffer.from(`not a reading ${n}: é世`), Buffer.of(...NOT_UTF8)]),
    Buffer.from(`{"stationId":"${key}","observedAt":"${at}","temperature":"${n} K"}`),
    Buffer.from(`{"stationId":"${key}","observedAt":"yesterday ${n}","temperature":1}`),
    Buffer.from(`[${n}]`),
  ];
  const value = kinds[Math.floor(fractionOf(seed, 'garbage', n) * kinds.length)] ?? Buffer.of(...NOT_UTF8);
  return { record: { key, value } };
}

function asRecord(reading: Reading): SeededRecord {
  const { observedAt, removed = [], ...others } = reading;
  const nothing = Object.fromEntries(removed.map((name) => [name, null]));
  const message = { ...others, ...nothing, observedAt: new Date(observedAt).toISOString() };
  return { record: { key: reading.stationId, value: Buffer.from(JSON.stringify(message)) }, reading };
}
