import { mergeReadings, type Reading } from '@weather/weather-schema';
import type { SeededRecord } from '../load/seeded-records.ts';
import type { TailedRecord } from './tailed-record.ts';

/** What must have become of the records of a partition. */
export interface ExpectedPartition {
  readonly nextOffset: number;
  readonly readings: number;
  readonly repeated: number;
  readonly replaced: number;
  readonly deadLettered: number;
}

/** What the tables and the dead letter topic must hold, given what Kafka has and what was sent. */
export interface ExpectedState {
  /** By station and timestamp, what the records of each say together. */
  readonly readings: ReadonlyMap<string, Reading>;
  readonly partitions: ReadonlyMap<number, ExpectedPartition>;
  /** Bytes of each bad record, by partition and offset. */
  readonly deadLetters: ReadonlyMap<string, string>;
  /** Sent and acknowledged, and not in the topic as often as that. */
  readonly missing: readonly string[];
  /** In the topic more often than it was sent. */
  readonly surplus: readonly string[];
}

export interface ExpectationOptions {
  /** Readings that are expected to be refused by the database. */
  readonly isRefused?: (reading: Reading) => boolean;
}

export const keyOf = ({ stationId, observedAt }: Reading): string => `${stationId} ${observedAt}`;
export const placeOf = (partition: number, offset: number): string => `${partition}:${offset}`;

/** Walks through the topic in the order of its partitions; what a record is, is known from what was sent, not decoded. */
export function expectedState(
  sent: readonly SeededRecord[],
  topic: readonly TailedRecord[],
  { isRefused = () => false }: ExpectationOptions = {},
): ExpectedState {
  const ledger = new Ledger(sent);
  const state = { readings: new Map<string, Reading>(), deadLetters: new Map<string, string>() };
  const partitions = new Map<number, ExpectedPartition>();
  for (const record of inOrder(topic)) {
    const reading = ledger.take(record.value)?.reading;
    const isBad = reading === undefined || isRefused(reading);
    const known = isBad ? undefined : state.readings.get(keyOf(reading));
    if (isBad) state.deadLetters.set(placeOf(record.partition, record.offset), record.value);
    else state.readings.set(keyOf(reading), mergeReadings(known ?? keysOf(reading), reading));
    const isRepeat = !isBad && known !== undefined && state.readings.get(keyOf(reading)) === known;
    const before = partitions.get(record.partition);
    partitions.set(record.partition, {
      nextOffset: record.offset + 1,
      readings: (before?.readings ?? 0) + (isBad ? 0 : 1),
      repeated: (before?.repeated ?? 0) + (isRepeat ? 1 : 0),
      replaced: (before?.replaced ?? 0) + (known !== undefined && !isRepeat ? 1 : 0),
      deadLettered: (before?.deadLettered ?? 0) + (isBad ? 1 : 0),
    });
  }
  return { ...state, partitions, missing: ledger.missing(), surplus: ledger.surplus };
}

/** What is known of a reading before its first record. */
function keysOf({ stationId, observedAt }: Reading): Reading {
  return { stationId, observedAt };
}

function inOrder(topic: readonly TailedRecord[]): TailedRecord[] {
  return [...topic].sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}

/** How often each value was sent, and how often it was found. */
class Ledger {
  readonly surplus: string[] = [];
  readonly #left = new Map<string, { count: number; readonly record: SeededRecord }>();

  constructor(sent: readonly SeededRecord[]) {
    for (const record of sent) {
      const value = record.record.value.toString('latin1');
      const entry = this.#left.get(value);
      if (entry) entry.count++;
      else this.#left.set(value, { count: 1, record });
    }
  }

  take(value: string): SeededRecord | undefined {
    const entry = this.#left.get(value);
    if (entry === undefined || entry.count === 0) this.surplus.push(value);
    if (entry) entry.count--;
    return entry?.record;
  }

  missing(): string[] {
    return [...this.#left].flatMap(([value, { count }]) => Array<string>(Math.max(0, count)).fill(value));
  }
}
