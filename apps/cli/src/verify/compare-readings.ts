import type { IncomingRecord, PartitionReader } from '@weather/kafka-client';
import { decodeRecord, QUANTITY_NAMES, type Quantity, type Reading } from '@weather/weather-schema';
import type { StoredReading, StoreSnapshot } from '@weather/weather-store';
import { checkRecordCount, type CountedRecords, type PartitionState } from './check-partitions.ts';
import {
  ExpectedReadings,
  type ExpectedSource,
  type Judgement,
  type ReadingKey,
  type WrongQuantity,
} from './expected-readings.ts';
import type { Faults } from './faults.ts';
import type { LetterIndex } from './letter-index.ts';
import { fingerprintOf, keyHash } from './reading-fingerprint.ts';

export interface ComparisonOptions {
  readonly topic: string;
  readonly partitions: readonly PartitionState[];
  readonly reader: Pick<PartitionReader, 'read'>;
  readonly snapshot: Pick<StoreSnapshot, 'readings'>;
  readonly letters: LetterIndex;
  readonly legacyTimeZone: string;
  /** Earlier readings are gone or on their way, and are not compared; in milliseconds since the epoch. */
  readonly readingsSince: number;
  readonly faults: Faults;
  readonly progress: (text: () => string) => void;
  /** How many records are compared at once: the memory that it takes. */
  readonly recordsPerPass?: number;
}

/** What was compared. */
export interface ComparisonSummary {
  readonly records: number;
  readonly rows: number;
  /** Whether rows that no record explains could be told. */
  readonly extraRowsTold: boolean;
  /** Rows that have other values than the records, which may be those of records that Kafka has deleted. */
  readonly rowsOfDeleted: number;
}

const RECORDS_PER_PASS = 3_000_000;
/**
 * A reading ahead of the consumer's clock was refused or not, depending on when it was read, which nobody knows any more:
 * it is a reading, and if it was refused it is a dead letter.
 */
const END_OF_TIME = Number.POSITIVE_INFINITY;

/**
 * Compares the records below the positions with the rows, record by record and row by row. What is larger than the memory
 * is compared in several passes, each of which looks at a share of the stations and instants.
 */
export class ReadingComparison {
  /** Numbers that stand for the stations. */
  readonly #stations = new Map<string, number>();
  readonly #stationIds: string[] = [];
  readonly #passes: number;
  #pass = 0;
  /** Partitions that have lost their beginnings. */
  readonly #lostBeginnings = new Set<number>();
  readonly #partitionOf: number[] = [];
  /** Stations of which other partitions may have had records: some came without their key, or in several partitions. */
  readonly #roaming = new Set<number>();
  #rowsOfDeleted = 0;

  constructor(private readonly options: ComparisonOptions) {
    const { partitions, recordsPerPass = RECORDS_PER_PASS } = options;
    const offsets = partitions.reduce((sum, state) => sum + Math.max(0, endOf(state) - state.earliest), 0);
    this.#passes = Math.max(1, Math.ceil(offsets / recordsPerPass));
  }

  async run(): Promise<ComparisonSummary> {
    let [records, rows] = [0, 0];
    for (this.#pass = 0; this.#pass < this.#passes; this.#pass++) {
      const expected = new ExpectedReadings();
      records = await this.#readTopic(expected);
      rows = await this.#judgeRows(expected);
      this.#addMissing(expected);
    }
    return { records, rows, extraRowsTold: this.#isWhole, rowsOfDeleted: this.#rowsOfDeleted };
  }

  async #readTopic(expected: ExpectedReadings): Promise<number> {
    const { topic, partitions, faults } = this.options;
    let total = 0;
    for (const state of partitions) {
      const counted = await this.#readPartition(state, expected);
      total += counted.records;
      if (state.nextOffset === null) continue;
      if (counted.removed > 0) this.#lostBeginnings.add(state.partition);
      if (this.#pass === 0) checkRecordCount(topic, state, counted, faults);
    }
    return total;
  }

  async #readPartition(state: PartitionState, expected: ExpectedReadings): Promise<CountedRecords> {
    const { reader, progress } = this.options;
    const { partition, earliest } = state;
    let records = 0;
    let removed = earliest;
    let next = earliest;
    for await (const block of reader.read({ partition, from: earliest, to: endOf(state) })) {
      removed += block.from - next;
      next = block.nextOffset;
      records += block.records.length;
      for (const record of block.records) this.#note(partition, record, expected);
      progress(() => `partition ${partition}: ${next} of ${endOf(state)}${this.#passText()}`);
    }
    return { records, removed };
  }

  #note(partition: number, record: IncomingRecord, expected: ExpectedReadings): void {
    const { letters, legacyTimeZone, topic, faults } = this.options;
    const { offset } = record;
    const decoded = decodeRecord(record, { now: END_OF_TIME, legacyTimeZone });
    const isLetter = letters.has(partition, offset);
    if (decoded.ok) {
      const key = this.#keyOf(decoded.reading);
      this.#noteStation(key.station, partition, record);
      if (!this.#isCompared(key)) return;
      const fingerprint = fingerprintOf(decoded.reading);
      if (isLetter) expected.allow(key, fingerprint, { partition, offset });
      else expected.expect(key, fingerprint, { partition, offset });
    } else if (!isLetter && letters.isWhole && this.#pass === 0) {
      const detail = `${decoded.stage}: ${decoded.message}`;
      faults.add('letter-missing', { place: `${topic}/${partition}/${offset}`, detail });
    }
  }

  async #judgeRows(expected: ExpectedReadings): Promise<number> {
    const { snapshot, progress } = this.options;
    let rows = 0;
    for await (const page of snapshot.readings()) {
      rows += page.length;
      for (const row of page) await this.#judgeRow(row, expected);
      progress(() => `rows: ${rows}${this.#passText()}`);
    }
    return rows;
  }

  async #judgeRow(row: StoredReading, expected: ExpectedReadings): Promise<void> {
    const { faults, topic } = this.options;
    const key = this.#keyOf(row);
    if (!this.#isCompared(key)) return;
    const judgement = expected.judge(key, fingerprintOf(row));
    if (judgement.kind === 'extra' && this.#isWhole) faults.add('reading-extra', this.#named(key));
    if (judgement.kind !== 'wrong') return;
    const { source } = judgement;
    const wrong = this.#wrongWhateverWasDeleted(key, judgement);
    if (wrong.length === 0) {
      this.#rowsOfDeleted++;
      return;
    }
    const place = `${topic}/${source.partition}/${source.offset}`;
    const detail = faults.wantsExample('reading-wrong') ? await this.#difference(row, source, wrong) : '';
    faults.add('reading-wrong', { place, ...this.#named(key), detail });
  }

  /** Reads the record again, since only its fingerprint was kept. */
  async #difference(
    row: StoredReading,
    source: ExpectedSource,
    wrong: readonly WrongQuantity[],
  ): Promise<string> {
    const { reader, legacyTimeZone } = this.options;
    const { partition, offset } = source;
    for await (const { records } of reader.read({ partition, from: offset, to: offset + 1 })) {
      for (const record of records) {
        const decoded = decodeRecord(record, { now: END_OF_TIME, legacyTimeZone });
        if (decoded.ok) return describeDifference(row, decoded.reading, wrong);
      }
    }
    return '';
  }

  /**
   * What a row has wrong that no deleted record can explain: one of the same partition came before those that are left, and
   * explains only what these say nothing of; one of another partition, which a station may have had, explains anything.
   */
  #wrongWhateverWasDeleted(
    { station }: ReadingKey,
    { source, quantities }: Extract<Judgement, { kind: 'wrong' }>,
  ): readonly WrongQuantity[] {
    const lost = this.#lostBeginnings;
    const own = lost.has(source.partition);
    if (this.#roaming.has(station) && lost.size > Number(own)) return [];
    return own ? quantities.filter(({ isSaid }) => isSaid) : quantities;
  }

  #noteStation(station: number, partition: number, { key }: IncomingRecord): void {
    const before = this.#partitionOf[station];
    this.#partitionOf[station] = partition;
    const isElsewhere = before !== undefined && before !== partition;
    if (isElsewhere || key?.toString() !== this.#stationIds[station]) this.#roaming.add(station);
  }

  get #isWhole(): boolean {
    return this.#lostBeginnings.size === 0;
  }

  #addMissing(expected: ExpectedReadings): void {
    const { topic, faults } = this.options;
    for (const { partition, offset, ...key } of expected.unseen()) {
      faults.add('reading-missing', { place: `${topic}/${partition}/${offset}`, ...this.#named(key) });
    }
  }

  #keyOf({ stationId, observedAt }: StoredReading): ReadingKey {
    let station = this.#stations.get(stationId);
    if (station === undefined) {
      station = this.#stationIds.push(stationId) - 1;
      this.#stations.set(stationId, station);
    }
    return { station, instant: observedAt };
  }

  #isCompared({ station, instant }: ReadingKey): boolean {
    if (instant < this.options.readingsSince) return false;
    return this.#passes === 1 || keyHash(instant, station) % this.#passes === this.#pass;
  }

  #named({ station, instant }: ReadingKey): { stationId: string; observedAt: string } {
    return { stationId: this.#stationIds[station] ?? '', observedAt: new Date(instant).toISOString() };
  }

  #passText(): string {
    return this.#passes === 1 ? '' : `, pass ${this.#pass + 1} of ${this.#passes}`;
  }
}

/** Each quantity that is wrong: `temperature is 12, the record says 13`. */
export function describeDifference(
  row: StoredReading,
  record: Reading,
  wrong: readonly WrongQuantity[],
): string {
  return wrong
    .map(({ index, isSaid }) => {
      const name = QUANTITY_NAMES[index] as Quantity;
      const isInRecord = record[name] !== undefined || record.removed?.includes(name) === true;
      const says =
        isInRecord || !isSaid
          ? `the record says ${record[name] ?? 'nothing'}`
          : 'an earlier record says otherwise';
      return `${name} is ${row[name] ?? 'NULL'}, ${says}`;
    })
    .join('; ');
}

/** How far the records are to be judged: a position above the end is a fault of its own. */
function endOf({ nextOffset, earliest, end }: PartitionState): number {
  return Math.min(nextOffset ?? earliest, end);
}
