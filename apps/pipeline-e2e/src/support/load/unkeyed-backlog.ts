import type { OutgoingRecord } from '@weather/kafka-client';
import { encodeReading, mergeReadings, type Reading } from '@weather/weather-schema';
import { fractionOf } from '../faults/seeded-random.ts';

const START = Date.UTC(2026, 2, 1);
const MINUTE_MS = 60_000;
/** They go on from part to part. Together no multiple of the partitions: records in turns bring each station in all of them. */
const LASTING_STATIONS = 3;
/** They are met in one part only, so that there are always some that no partition knows yet. */
const NEW_STATIONS = 4;
/** Of each station: what is read late must have its place among what is stored, up to a day. */
const MINUTES = 300;
/** Blank behind each record: so a batch of the smallest size that can be fetched has some dozens. */
const PADDING = Buffer.alloc(1_000, ' ');
const KINDS = ['no key', 'a key for some minutes'] as const;
const MINUTES_A_KEY = 10;
const WARM_CELSIUS = 31;
const MILD_CELSIUS = 24;
/** A restless station jumps all the time instead: the flags of each reading then depend on the one before. */
const LEVEL_MINUTES = 90;
const SPIKE_CELSIUS = 25;
const TENTHS = 10;
const [SPIKES, REPEATS, HALVES, LEGACY, HALF] = [0.02, 0.05, 0.1, 0.5, 0.5];

/**
 * Readings of some stations whose records are not keyed by them, as the older project's producer sends them: each station
 * turns up in any partition. Sent twice or in halves, some of them. It grows by some hours with each part.
 */
export class UnkeyedBacklog {
  /** What the records sent so far say together, by station, in order of time. */
  readonly readings = new Map<string, Reading[]>();
  /** How many of them said nothing new of their timestamp, and how many more. */
  readonly counts = { sent: 0, stored: 0, repeated: 0, replaced: 0 };
  #parts = 0;

  constructor(private readonly seed: number) {}

  /** The records of the next hours, in the order in which they are sent. */
  next(): OutgoingRecord[] {
    const part = this.#parts++;
    const kind = KINDS[Math.floor(fractionOf(this.seed, 'kind', part) * KINDS.length)];
    const records: OutgoingRecord[] = [];
    for (let minute = part * MINUTES; minute < (part + 1) * MINUTES; minute++) {
      const key = kind === 'no key' ? null : `${Math.floor(minute / MINUTES_A_KEY)}`;
      for (const station of stationsOf(part))
        for (const reading of this.#sentOf(station, minute))
          records.push({ key, value: this.#encoded(reading) });
    }
    return records;
  }

  /** The records of one timestamp, as readings; together they are noted. */
  #sentOf(stationId: string, minute: number): Reading[] {
    const random = (name: string): number => fractionOf(this.seed, `${stationId} ${name}`, minute);
    const at = { stationId, observedAt: START + minute * MINUTE_MS };
    const isRestless = Number(stationId) % 2 === 1;
    const isMild = isRestless ? random('level') < HALF : Math.floor(minute / LEVEL_MINUTES) % 2 === 0;
    const level = isMild ? MILD_CELSIUS : WARM_CELSIUS;
    const spike = random('spike') < SPIKES ? SPIKE_CELSIUS : 0;
    const whole = {
      ...at,
      temperature: Math.round(TENTHS * (level + random('wander') * 2 + spike)) / TENTHS,
    };
    const parts: Reading[] = [whole];
    if (random('half') < HALVES) parts.push({ ...at, humidity: Math.floor(random('humidity') * 100) });
    this.#note(parts);
    if (random('repeat') >= REPEATS) return parts;
    this.counts.repeated++;
    this.counts.sent++;
    return [...parts, whole];
  }

  #note(parts: readonly Reading[]): void {
    const [first] = parts as [Reading];
    const own = this.readings.get(first.stationId) ?? [];
    own.push(parts.reduce((together, part) => mergeReadings(together, part)));
    this.readings.set(first.stationId, own);
    this.counts.sent += parts.length;
    this.counts.stored++;
    this.counts.replaced += parts.length - 1;
  }

  #encoded(reading: Reading): Buffer {
    const isLegacy =
      reading.temperature !== undefined && fractionOf(this.seed, 'format', reading.observedAt) < LEGACY;
    return Buffer.concat([encodeReading(reading, isLegacy ? 'legacy' : 'json'), PADDING]);
  }
}

/** Ids that are numbers: those of the older format are. */
function stationsOf(part: number): string[] {
  const isLasting = (n: number): boolean => n < LASTING_STATIONS;
  return Array.from({ length: LASTING_STATIONS + NEW_STATIONS }, (_, n) =>
    String(isLasting(n) ? n : n + part * NEW_STATIONS),
  );
}
