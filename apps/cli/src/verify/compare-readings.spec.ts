import { describe, expect, it } from '@jest/globals';
import type { IncomingRecord, RecordBlock } from '@weather/kafka-client';
import { encodeReading, type Reading } from '@weather/weather-schema';
import type { StoredReading } from '@weather/weather-store';
import type { PartitionState } from './check-partitions.ts';
import { describeDifference, ReadingComparison, type ComparisonSummary } from './compare-readings.ts';
import { Faults, type Fault } from './faults.ts';

const COUNTS = { repeated: 0, replaced: 0, deadLettered: 0, lost: 0, lag: 0 };

interface Case {
  /** The records of partition 0, from its earliest offset on. */
  readonly records: readonly (Reading | string)[];
  /** The records of partition 1, from its start on. */
  readonly others?: readonly Reading[];
  readonly isKeyed?: boolean;
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
  const { others = [], isKeyed = true } = given;
  const stateOf = (partition: number, first: number, count: number): PartitionState => {
    const end = first + count;
    return { ...COUNTS, partition, earliest: first, end, nextOffset: end, read: end, stored: end };
  };
  const recordOf = (record: Reading | string, offset: number): IncomingRecord => ({
    offset,
    timestampMs: 0,
    key: isKeyed && typeof record !== 'string' ? Buffer.from(record.stationId) : null,
    value: typeof record === 'string' ? Buffer.from(record) : encodeReading(record, 'json'),
    headers: {},
  });
  const all = [
    records.map((record, index) => recordOf(record, earliest + index)),
    others.map((record, index) => recordOf(record, index)),
  ];
  const block = (partition: number, from: number, to: number): RecordBlock => ({
    from,
    nextOffset: to,
    records: (all[partition] ?? []).filter(({ offset }) => offset >= from && offset < to),
  });
  const faults = new Faults(20);
  const comparison = new ReadingComparison({
    topic: 't',
    partitions: [stateOf(0, earliest, records.length), stateOf(1, 0, others.length)],
    reader: {
      read: async function* ({ partition, from, to }) {
        yield await Promise.resolve(block(partition, from, to));
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
    expect(summary).toEqual({ records: 3, rows: 2, extraRowsTold: true, rowsOfDeleted: 0 });
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

  it('puts the records of a station and timestamp together, each with some of the quantities', async () => {
    const { stationId, observedAt } = EWR;
    const wind: Reading = { stationId, observedAt, windSpeed: 3, removed: ['pressure'] };
    const records = [{ ...EWR, pressure: 1000 }, wind];
    const row = { ...EWR, windSpeed: 3 };
    expect((await compare({ records, rows: [row] })).faults).toEqual([]);
    const details = async (wrong: StoredReading): Promise<unknown> => {
      const { faults } = await compare({ records, rows: [wrong] });
      return faults.map(({ kind, examples }) => [kind, examples.map(({ detail }) => detail)]);
    };
    expect(await details({ stationId, observedAt, windSpeed: 3 })).toEqual([
      ['reading-wrong', ['temperature is NULL, an earlier record says otherwise']],
    ]);
    expect(await details({ ...row, pressure: 1000, humidity: 5 })).toEqual([
      [
        'reading-wrong',
        ['humidity is 5, the record says nothing; pressure is 1000, the record says nothing'],
      ],
    ]);
  });

  it('finds no fault in what a record explains that the topic has lost', async () => {
    const row = { ...EWR, temperature: 12 };
    const lost = { records: [JFK], rows: [row, JFK], earliest: 1 };
    const keyless = await compare({ ...lost, others: [EWR], isKeyed: false });
    expect(keyless.faults).toEqual([]);
    expect(keyless.summary.rowsOfDeleted).toBe(1);
    const elsewhere = await compare({ ...lost, records: [JFK, { ...EWR, temperature: 10 }], others: [EWR] });
    expect(elsewhere.faults).toEqual([]);
    const quantity = await compare({ records: [EWR], rows: [{ ...EWR, windSpeed: 3 }], earliest: 1 });
    expect(quantity.faults).toEqual([]);
  });

  it('finds a wrong value that no lost record explains', async () => {
    const wrong = async (given: Case): Promise<unknown[]> =>
      (await compare(given)).faults.map(({ kind, count }) => [kind, count]);
    const row = { ...EWR, temperature: 12 };
    expect(await wrong({ records: [EWR], rows: [row], earliest: 1 })).toEqual([['reading-wrong', 1]]);
    expect(await wrong({ records: [EWR], rows: [row], earliest: 1, isKeyed: false })).toEqual([
      ['reading-wrong', 1],
    ]);
    expect(await wrong({ records: [JFK], rows: [row, JFK], earliest: 1, others: [EWR] })).toEqual([
      ['reading-wrong', 1],
    ]);
    expect(await wrong({ records: [EWR], rows: [row], isKeyed: false })).toEqual([['reading-wrong', 1]]);
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
  it('names each quantity that is wrong', () => {
    const row = { ...EWR, temperature: 31.3, humidity: 5 };
    const wrong = [0, 1].map((index) => ({ index, isSaid: index === 0 }));
    expect(describeDifference(row, EWR, wrong)).toBe(
      'temperature is 31.3, the record says 31.2; humidity is 5, the record says nothing',
    );
  });
});
