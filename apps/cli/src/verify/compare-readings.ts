import type { IncomingRecord, PartitionReader } from '@weather/kafka-client';
import { decodeRecord, QUANTITY_NAMES, type Quantity, type Reading } from '@weather/weather-schema';
import type { StoredReading, StoreSnapshot } from '@weather/weather-store/snapshot';
import type { DeadLetterIndex } from '../dead-letters/dead-letter-topic.ts';
import { checkRecordCount, type CountedRecords, type PartitionState } from './check-partitions.ts';
import {
  ExpectedReadings,
  type ExpectedSource,
  type RowComparison,
  type ReadingKey,
  type WrongQuantity,
} from './expected-readings.ts';
import type { Discrepancies } from './discrepancies.ts';
import { createFingerprint, hashKey } from './reading-fingerprint.ts';

export interface ComparisonOptions {
  readonly topic: string;
  readonly partitions: readonly PartitionState[];
  readonly reader: Pick<PartitionReader, 'read'>;
  readonly snapshot: Pick<StoreSnapshot, 'readings'>;
  readonly deadLetters: DeadLetterIndex;
  readonly legacyTimeZone: string;
  /** Earlier readings may have been deleted and are not compared; in milliseconds since the epoch. */
  readonly readingsSince: number;
  readonly discrepancies: Discrepancies;
  readonly progress: (text: () => string) => void;
  /** The number of records compared at once, which bounds the memory. */
  readonly recordsPerPass?: number;
}

export interface ComparisonSummary {
  readonly records: number;
  readonly rows: number;
  /** Whether rows that no record explains could be detected. */
  readonly extraRowsDetected: boolean;
  /** Rows that differ from the records, but may have the values of records that Kafka has deleted. */
  readonly unverifiableRows: number;
}

const RECORDS_PER_PASS = 3_000_000;
/**
 * Accepts readings from the future. Whether the consumer has rejected one depends on when it was read, which is unknown;
 * if so, it is a dead letter.
 */
const END_OF_TIME = Number.POSITIVE_INFINITY;

/**
 * Compares the records below the committed offsets with the rows, record by record and row by row. More records than fit
 * into memory are compared in several passes, each over a share of the keys.
 */
export class ReadingComparison {
  /** The number of each station, by its id. */
  readonly #stations = new Map<string, number>();
  readonly #stationIds: string[] = [];
  readonly #passes: number;
  #pass = 0;
  /** Partitions whose beginning Kafka has deleted. */
  readonly #truncated = new Set<number>();
  readonly #partitionOf: number[] = [];
  /** Stations with records without a key or in several partitions: deleted records may have been in any partition. */
  readonly #roaming = new Set<number>();
  #unverifiableRows = 0;

  constructor(private readonly options: ComparisonOptions) {
    const { partitions, recordsPerPass = RECORDS_PER_PASS } = options;
    const offsets = partitions.reduce(
      (sum, state) => sum + Math.max(0, compareUntil(state) - state.earliest),
      0,
    );
    this.#passes = Math.max(1, Math.ceil(offsets / recordsPerPass));
  }

  async run(): Promise<ComparisonSummary> {
    let [records, rows] = [0, 0];
    for (this.#pass = 0; this.#pass < this.#passes; this.#pass++) {
      const expected = new ExpectedReadings();
      records = await this.#readTopic(expected);
      rows = await this.#compareRows(expected);
      this.#addMissing(expected);
    }
    return { records, rows, extraRowsDetected: this.#isComplete, unverifiableRows: this.#unverifiableRows };
  }

  async #readTopic(expected: ExpectedReadings): Promise<number> {
    const { topic, partitions, discrepancies } = this.options;
    let total = 0;
    for (const state of partitions) {
      const counted = await this.#readPartition(state, expected);
      total += counted.records;
      if (state.nextOffset === null) continue;
      if (counted.removed > 0) this.#truncated.add(state.partition);
      if (this.#pass === 0) checkRecordCount(topic, state, counted, discrepancies);
    }
    return total;
  }

  async #readPartition(state: PartitionState, expected: ExpectedReadings): Promise<CountedRecords> {
    const { reader, progress } = this.options;
    const { partition, earliest } = state;
    let records = 0;
    let removed = earliest;
    let next = earliest;
    for await (const block of reader.read({ partition, from: earliest, to: compareUntil(state) })) {
      removed += block.from - next;
      next = block.nextOffset;
      records += block.records.length;
      for (const record of block.records) this.#addRecord(partition, record, expected);
      progress(() => `partition ${partition}: ${next} of ${compareUntil(state)}${this.#passText()}`);
    }
    return { records, removed };
  }

  #addRecord(partition: number, record: IncomingRecord, expected: ExpectedReadings): void {
    const { deadLetters, legacyTimeZone, topic, discrepancies } = this.options;
    const { offset } = record;
    const decoded = decodeRecord(record, { now: END_OF_TIME, legacyTimeZone });
    const isDeadLetter = deadLetters.has(partition, offset);
    if (decoded.ok) {
      const key = this.#toKey(decoded.reading);
      this.#trackStation(key.station, partition, record);
      if (!this.#isCompared(key)) return;
      const fingerprint = createFingerprint(decoded.reading);
      if (isDeadLetter) expected.allow(key, fingerprint, { partition, offset });
      else expected.expect(key, fingerprint, { partition, offset });
    } else if (!isDeadLetter && deadLetters.isComplete && this.#pass === 0) {
      const detail = `${decoded.stage}: ${decoded.message}`;
      discrepancies.add('dead-letter-missing', { place: `${topic}/${partition}/${offset}`, detail });
    }
  }

  async #compareRows(expected: ExpectedReadings): Promise<number> {
    const { snapshot, progress } = this.options;
    let rows = 0;
    for await (const page of snapshot.readings()) {
      rows += page.length;
      for (const row of page) await this.#compareRow(row, expected);
      progress(() => `rows: ${rows}${this.#passText()}`);
    }
    return rows;
  }

  async #compareRow(row: StoredReading, expected: ExpectedReadings): Promise<void> {
    const { discrepancies, topic } = this.options;
    const key = this.#toKey(row);
    if (!this.#isCompared(key)) return;
    const comparison = expected.compare(key, createFingerprint(row));
    if (comparison.kind === 'extra' && this.#isComplete)
      discrepancies.add('reading-extra', this.#formatKey(key));
    if (comparison.kind !== 'wrong') return;
    const { source } = comparison;
    const wrong = this.#findUnexplained(key, comparison);
    if (wrong.length === 0) {
      this.#unverifiableRows++;
      return;
    }
    const place = `${topic}/${source.partition}/${source.offset}`;
    const detail = discrepancies.wantsExample('reading-wrong')
      ? await this.#describeDifference(row, source, wrong)
      : '';
    discrepancies.add('reading-wrong', { place, ...this.#formatKey(key), detail });
  }

  /** Reads the record again, since only its fingerprint was kept. */
  async #describeDifference(
    row: StoredReading,
    source: ExpectedSource,
    wrong: readonly WrongQuantity[],
  ): Promise<string> {
    const { reader, legacyTimeZone } = this.options;
    const { partition, offset } = source;
    for await (const { records } of reader.read({ partition, from: offset, to: offset + 1 })) {
      for (const record of records) {
        const decoded = decodeRecord(record, { now: END_OF_TIME, legacyTimeZone });
        if (decoded.ok) return formatDifference(row, decoded.reading, wrong);
      }
    }
    return '';
  }

  /**
   * Finds the wrong quantities that no deleted record can explain. A deleted record of the same partition came before the
   * remaining ones, so it explains only quantities that these do not mention; one of another partition explains any.
   */
  #findUnexplained(
    { station }: ReadingKey,
    { source, quantities }: Extract<RowComparison, { kind: 'wrong' }>,
  ): readonly WrongQuantity[] {
    const isTruncated = this.#truncated.has(source.partition);
    const isAnotherTruncated = this.#truncated.size > Number(isTruncated);
    if (this.#roaming.has(station) && isAnotherTruncated) return [];
    return isTruncated ? quantities.filter(({ isMentioned }) => isMentioned) : quantities;
  }

  #trackStation(station: number, partition: number, { key }: IncomingRecord): void {
    const before = this.#partitionOf[station];
    this.#partitionOf[station] = partition;
    const isElsewhere = before !== undefined && before !== partition;
    if (isElsewhere || key?.toString() !== this.#stationIds[station]) this.#roaming.add(station);
  }

  get #isComplete(): boolean {
    return this.#truncated.size === 0;
  }

  #addMissing(expected: ExpectedReadings): void {
    const { topic, discrepancies } = this.options;
    for (const { partition, offset, ...key } of expected.missing()) {
      discrepancies.add('reading-missing', {
        place: `${topic}/${partition}/${offset}`,
        ...this.#formatKey(key),
      });
    }
  }

  #toKey({ stationId, observedAt }: StoredReading): ReadingKey {
    let station = this.#stations.get(stationId);
    if (station === undefined) {
      station = this.#stationIds.push(stationId) - 1;
      this.#stations.set(stationId, station);
    }
    return { station, observedAt };
  }

  #isCompared({ station, observedAt }: ReadingKey): boolean {
    if (observedAt < this.options.readingsSince) return false;
    return this.#passes === 1 || hashKey(observedAt, station) % this.#passes === this.#pass;
  }

  #formatKey({ station, observedAt }: ReadingKey): { stationId: string; observedAt: string } {
    return { stationId: this.#stationIds[station] ?? '', observedAt: new Date(observedAt).toISOString() };
  }

  #passText(): string {
    return this.#passes === 1 ? '' : `, pass ${this.#pass + 1} of ${this.#passes}`;
  }
}

/** Formats each wrong quantity: `temperature is 12, the record has 13`. */
export function formatDifference(
  row: StoredReading,
  record: Reading,
  wrong: readonly WrongQuantity[],
): string {
  return wrong
    .map(({ index, isMentioned }) => {
      const name = QUANTITY_NAMES[index] as Quantity;
      const isInRecord = record[name] !== undefined || record.removed?.includes(name) === true;
      const expectation =
        isInRecord || !isMentioned
          ? `the record has ${record[name] ?? 'no value'}`
          : 'an earlier record differs';
      return `${name} is ${row[name] ?? 'NULL'}, ${expectation}`;
    })
    .join('; ');
}

/** The offset up to which records are compared; a committed offset above the end is reported elsewhere. */
function compareUntil({ nextOffset, earliest, end }: PartitionState): number {
  return Math.min(nextOffset ?? earliest, end);
}
