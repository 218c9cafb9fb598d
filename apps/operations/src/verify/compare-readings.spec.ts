import { describe, expect, it } from '@jest/globals';
import type { RecordBlock } from '@weather/kafka-client';
import { encodeReading, type Reading } from '@weather/weather-schema';
import type { StoredReading } from '@weather/weather-store';
import type { PartitionState } from './check-partitions.ts';
import { describeDifference, ReadingComparison, type ComparisonSummary } from './compare-readings.ts';
import { Faults, type Fault } from './faults.ts';

const COUNTS = { repeated: 0, deadLettered: 0, lost: 0, lag: 0 };

interface Case {
  /** The records of partition 0, from its earliest offset on. */
  readonly records: readonly (Reading | string)[];
  readonly rows: readonly StoredReading[];
  readonly earliest?: number;
  readonly letters?: readonly number[];
  readonly lettersAreWhole?: boolean;
  readonly recordsPerPass?: number;
  readonly readingsSince?: number;
}

async function compare(given: Case): Promise<{ summary: ComparisonSummary; faults: Fault[] }> {
  const { records, rows, earliest = 0, letters = [], lettersAreWhole = true, recordsPerPass } = given;
  const { readingsSince = Number.NEGATIVE_INFINITY } = given;
  const end = earliest + records.length;
  const state: PartitionState = {
    ...COUNTS,
    partition: 0,
    earliest,
    end,
    nextOffset: end,
    read: end,
    stored: end,
  };
  const block = (from: number, to: number): RecordBlock => ({
    from,
    nextOffset: to,
    records: records
      .map((record, index) => ({
        offset: earliest + index,
        timestampMs: 0,
        key: null,
        value: typeof record === 'string' ? Buffer.from(record) : encodeReading(record, 'json'),
        headers: {},
      }))
      .filter(({ offset }) => offset >= from && offset < to),
  });
  const faults = new Faults(20);
  const comparison = new ReadingComparison({
    topic: 't',
    partitions: [state],
    reader: {
      read: async function* ({ from, to }) {
        yield await Promise.resolve(block(from, to));
      },
    },
    snapshot: {
      readings: async function* () {
        yield await Promise.resolve([...rows]);
      },
    },
    letters: {
      has: (_, offset) => letters.includes(offset),
      isWhole: lettersAreWhole,
      count: letters.length,
    },
    legacyTimeZone: 'UTC',
    readingsSince,
    faults,
    progress: () => undefined,
    ...(recordsPerPass === undefined ? {} : { recordsPerPass }),
  });
  return { summary: await comparison.run(), faults: faults.list() };
}

const EWR: Reading = { stationId: 'EWR', observedAt: Date.UTC(2026, 0, 1), temperature: 31.2 };
const JFK: Reading = { stationId: 'JFK', observedAt: Date.UTC(2026, 0, 1), humidity: 0.1 };
const IN_A_CENTURY: Reading = { ...EWR, observedAt: Date.UTC(2126, 0, 1) };
const named = ({ stationId, observedAt }: Reading): object => ({
  stationId,
  observedAt: new Date(observedAt).toISOString(),
});

describe('ReadingComparison', () => {
  it('finds no fault where the rows are what the records say', async () => {
    const { summary, faults } = await compare({ records: [EWR, JFK, EWR], rows: [EWR, JFK] });
    expect(faults).toEqual([]);
    expect(summary).toEqual({ records: 3, rows: 2, extraRowsTold: true });
  });

  it('finds a reading that is missing, a row that is extra and a value that is wrong', async () => {
    const { faults } = await compare({
      records: [EWR, JFK],
      rows: [
        { ...JFK, humidity: 0.2 },
        { ...JFK, stationId: 'LGA' },
      ],
    });
    expect(faults).toEqual([
      { kind: 'reading-missing', count: 1, examples: [{ place: 't/0/0', ...named(EWR) }] },
      {
        kind: 'reading-wrong',
        count: 1,
        examples: [{ place: 't/0/1', ...named(JFK), detail: 'humidity is 0.2, the record says 0.1' }],
      },
      { kind: 'reading-extra', count: 1, examples: [named({ ...JFK, stationId: 'LGA' })] },
    ]);
  });

  it('wants a record that is no reading to be a dead letter', async () => {
    expect((await compare({ records: ['{'], rows: [], letters: [0] })).faults).toEqual([]);
    const { faults } = await compare({ records: ['{'], rows: [] });
    expect(faults).toMatchObject([{ kind: 'letter-missing', examples: [{ place: 't/0/0' }] }]);
    expect((await compare({ records: ['{'], rows: [], lettersAreWhole: false })).faults).toEqual([]);
  });

  it('takes a reading ahead of the clock in the table or among the dead letters, not in neither', async () => {
    const records = [IN_A_CENTURY];
    expect((await compare({ records, rows: [IN_A_CENTURY] })).faults).toEqual([]);
    expect((await compare({ records, rows: [], letters: [0] })).faults).toEqual([]);
    expect((await compare({ records, rows: [] })).faults).toMatchObject([{ kind: 'reading-missing' }]);
  });

  it('calls no row extra when the topic has lost its beginning, and finds the other faults', async () => {
    const { summary, faults } = await compare({ records: [EWR], rows: [JFK], earliest: 5 });
    expect(summary.extraRowsTold).toBe(false);
    expect(faults.map(({ kind }) => kind)).toEqual(['reading-missing']);
  });

  it('compares nothing that is older than the readings that are kept', async () => {
    const readingsSince = EWR.observedAt + 1;
    expect((await compare({ records: [EWR], rows: [JFK], readingsSince })).faults).toEqual([]);
    const { faults } = await compare({ records: [EWR], rows: [], readingsSince: EWR.observedAt });
    expect(faults).toMatchObject([{ kind: 'reading-missing' }]);
  });

  it('finds the same in several passes', async () => {
    const readings = Array.from({ length: 100 }, (_, index) => ({ ...EWR, observedAt: index * 60_000 }));
    const rows = [...readings.slice(1), { ...EWR, observedAt: -1 }];
    const records = [...readings, '{', '{'];
    const once = await compare({ records, rows });
    const often = await compare({ records, rows, recordsPerPass: 7 });
    expect(often).toEqual(once);
    expect(once.faults.map(({ kind, count }) => [kind, count])).toEqual([
      ['reading-missing', 1],
      ['reading-extra', 1],
      ['letter-missing', 2],
    ]);
  });
});

describe('describeDifference', () => {
  it('names each quantity that differs', () => {
    const row = { ...EWR, temperature: 31.3, humidity: 5 };
    expect(describeDifference(row, EWR)).toBe(
      'temperature is 31.3, the record says 31.2; humidity is 5, the record says nothing',
    );
  });
});
