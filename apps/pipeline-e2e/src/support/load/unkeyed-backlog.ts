import type { OutgoingRecord } from '@weather/kafka-client';
import { MS_PER_MINUTE, encodeReading, mergeReadings, type Reading } from '@weather/weather-schema';
import { seededFraction } from '../faults/seeded-random.ts';

const START = Date.UTC(2026, 2, 1);
/** They send in every part. With the new ones no multiple of the partitions, so that each station reaches all of them. */
const LASTING_STATIONS = 3;
/** They send in one part only, so that there are always stations that no partition has seen yet. */
const NEW_STATIONS = 4;
/** The duration of a part: late readings are evaluated among stored ones for up to a day. */
const MINUTES = 300;
/** Appended to each record, so that the smallest batch that can be fetched has some dozens of records. */
const PADDING = Buffer.alloc(1_000, ' ');
const KINDS = ['no key', 'a key for some minutes'] as const;
const MINUTES_A_KEY = 10;
const WARM_CELSIUS = 31;
const MILD_CELSIUS = 24;
/** The temperature of a restless station jumps at every reading instead, so its flags depend on the reading before. */
const LEVEL_MINUTES = 90;
const SPIKE_CELSIUS = 25;
const TENTHS = 10;
const [SPIKES, REPEATS, HALVES, LEGACY, HALF] = [0.02, 0.05, 0.1, 0.5, 0.5];

/**
 * Readings whose records are not keyed by station, as the older project's producer sends them, so that a station may appear
 * in any partition. Some are sent twice or in halves. Each part covers some more hours.
 */
export class UnkeyedBacklog {
  /** The merged readings of all records so far, by station and in event-time order. */
  readonly readings = new Map<string, Reading[]>();
  /** The counts that the consumer must report for them. */
  readonly counts = { sent: 0, stored: 0, repeated: 0, replaced: 0 };
  #parts = 0;

  constructor(private readonly seed: number) {}

  /** Makes the records of the next part, in the order in which they are sent. */
  next(): OutgoingRecord[] {
    const part = this.#parts++;
    const kind = KINDS[Math.floor(seededFraction(this.seed, 'kind', part) * KINDS.length)];
    const records: OutgoingRecord[] = [];
    for (let minute = part * MINUTES; minute < (part + 1) * MINUTES; minute++) {
      const key = kind === 'no key' ? null : `${Math.floor(minute / MINUTES_A_KEY)}`;
      for (const station of listStations(part))
        for (const reading of this.#makeReadings(station, minute))
          records.push({ key, value: this.#encode(reading) });
    }
    return records;
  }

  /** Makes the records of one timestamp, as readings, and adds them to the expected ones. */
  #makeReadings(stationId: string, minute: number): Reading[] {
    const random = (name: string): number => seededFraction(this.seed, `${stationId} ${name}`, minute);
    const at = { stationId, observedAt: START + minute * MS_PER_MINUTE };
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
    this.#add(parts);
    if (random('repeat') >= REPEATS) return parts;
    this.counts.repeated++;
    this.counts.sent++;
    return [...parts, whole];
  }

  #add(parts: readonly Reading[]): void {
    const [first] = parts as [Reading];
    const readings = this.readings.get(first.stationId) ?? [];
    readings.push(parts.reduce((together, part) => mergeReadings(together, part)));
    this.readings.set(first.stationId, readings);
    this.counts.sent += parts.length;
    this.counts.stored++;
    this.counts.replaced += parts.length - 1;
  }

  #encode(reading: Reading): Buffer {
    const isLegacy =
      reading.temperature !== undefined && seededFraction(this.seed, 'format', reading.observedAt) < LEGACY;
    return Buffer.concat([encodeReading(reading, isLegacy ? 'legacy' : 'json'), PADDING]);
  }
}

/** The ids are numbers, as in the legacy format. */
function listStations(part: number): string[] {
  const isLasting = (n: number): boolean => n < LASTING_STATIONS;
  return Array.from({ length: LASTING_STATIONS + NEW_STATIONS }, (_, n) =>
    String(isLasting(n) ? n : n + part * NEW_STATIONS),
  );
}
