import { mergeReadings, type Reading } from '@weather/weather-schema';
import type { SeededRecord } from '../load/seeded-records.ts';
import type { TailedRecord } from '../stack/printed-records.ts';

/** The expected outcome for the records of a partition. */
interface ExpectedPartition {
  readonly nextOffset: number;
  readonly readings: number;
  readonly repeated: number;
  readonly replaced: number;
  readonly deadLettered: number;
}

/** The expected contents of the tables and the dead letter topic, derived from the topic and from what was sent. */
export interface ExpectedState {
  /** By station and timestamp: its records merged. */
  readonly readings: ReadonlyMap<string, Reading>;
  readonly partitions: ReadonlyMap<number, ExpectedPartition>;
  /** The bytes of each invalid record, by partition and offset. */
  readonly deadLetters: ReadonlyMap<string, string>;
  /** Acknowledged more often than it is in the topic. */
  readonly missing: readonly string[];
  /** More often in the topic than it was sent. */
  readonly unexpected: readonly string[];
}

export interface ExpectationOptions {
  /** Selects readings that the database is expected to reject. */
  readonly isRejected?: (reading: Reading) => boolean;
}

/** Formats the key of a reading: station and timestamp. */
export const readingKey = ({ stationId, observedAt }: Reading): string => `${stationId} ${observedAt}`;
/** Formats the partition and offset of a record. */
export const formatOffset = (partition: number, offset: number): string => `${partition}:${offset}`;

/** Derives the expected state from the topic. Records are recognized by their bytes among those sent, not decoded. */
export function expectedState(
  sent: readonly SeededRecord[],
  topic: readonly TailedRecord[],
  { isRejected = () => false }: ExpectationOptions = {},
): ExpectedState {
  const sentRecords = new SentRecords(sent);
  const state = { readings: new Map<string, Reading>(), deadLetters: new Map<string, string>() };
  const partitions = new Map<number, ExpectedPartition>();
  for (const record of sortByOffset(topic)) {
    const reading = sentRecords.match(record.value)?.reading;
    const isInvalid = reading === undefined || isRejected(reading);
    const known = isInvalid ? undefined : state.readings.get(readingKey(reading));
    if (isInvalid) state.deadLetters.set(formatOffset(record.partition, record.offset), record.value);
    else state.readings.set(readingKey(reading), mergeReadings(known ?? emptyReading(reading), reading));
    const isRepeat = !isInvalid && known !== undefined && state.readings.get(readingKey(reading)) === known;
    const before = partitions.get(record.partition);
    partitions.set(record.partition, {
      nextOffset: record.offset + 1,
      readings: (before?.readings ?? 0) + (isInvalid ? 0 : 1),
      repeated: (before?.repeated ?? 0) + (isRepeat ? 1 : 0),
      replaced: (before?.replaced ?? 0) + (known !== undefined && !isRepeat ? 1 : 0),
      deadLettered: (before?.deadLettered ?? 0) + (isInvalid ? 1 : 0),
    });
  }
  return { ...state, partitions, missing: sentRecords.missing(), unexpected: sentRecords.unexpected };
}

/** A reading without any quantity. */
function emptyReading({ stationId, observedAt }: Reading): Reading {
  return { stationId, observedAt };
}

function sortByOffset(topic: readonly TailedRecord[]): TailedRecord[] {
  return [...topic].sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}

/** The records that were sent and not yet found in the topic, by their bytes. */
class SentRecords {
  readonly unexpected: string[] = [];
  readonly #remaining = new Map<string, { count: number; readonly record: SeededRecord }>();

  constructor(sent: readonly SeededRecord[]) {
    for (const record of sent) {
      const value = record.record.value.toString('latin1');
      const entry = this.#remaining.get(value);
      if (entry) entry.count++;
      else this.#remaining.set(value, { count: 1, record });
    }
  }

  match(value: string): SeededRecord | undefined {
    const entry = this.#remaining.get(value);
    if (entry === undefined || entry.count === 0) this.unexpected.push(value);
    if (entry) entry.count--;
    return entry?.record;
  }

  missing(): string[] {
    return [...this.#remaining].flatMap(([value, { count }]) =>
      Array<string>(Math.max(0, count)).fill(value),
    );
  }
}
