import { describe, expect, it } from '@jest/globals';
import type { IncomingRecord, RecordBlock } from '@weather/kafka-client';
import { encodeReading, type Reading } from '@weather/weather-schema';
import type { StoredReading } from '@weather/weather-store/snapshot';
import type { PartitionState } from './check-partitions.ts';
import { formatDifference, ReadingComparison, type ComparisonSummary } from './compare-readings.ts';
import { Discrepancies, type Discrepancy } from './discrepancies.ts';

const COUNTS = { duplicates: 0, corrections: 0, deadLettered: 0, expired: 0, lag: 0 };

interface Case {
  /** The records of partition 0, from its earliest offset on. */
  readonly records: readonly (Reading | string)[];
  /** The records of partition 1, from its start on. */
  readonly others?: readonly Reading[];
  readonly isKeyed?: boolean;
  readonly rows: readonly StoredReading[];
  readonly earliest?: number;
  readonly deadLetters?: readonly number[];
  readonly deadLettersAreComplete?: boolean;
  readonly recordsPerPass?: number;
  readonly readingsSince?: number;
}

async function compare(
  testCase: Case,
): Promise<{ summary: ComparisonSummary; discrepancies: Discrepancy[] }> {
  const {
    records,
    rows,
    earliest = 0,
    deadLetters = [],
    deadLettersAreComplete = true,
    recordsPerPass,
  } = testCase;
  const { readingsSince = Number.NEGATIVE_INFINITY } = testCase;
  const { others = [], isKeyed = true } = testCase;
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
  const discrepancies = new Discrepancies(20);
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
    deadLetters: {
      has: (_, offset) => deadLetters.includes(offset),
      isComplete: deadLettersAreComplete,
      count: deadLetters.length,
    },
    legacyTimeZone: 'UTC',
    readingsSince,
    discrepancies,
    progress: () => undefined,
    ...(recordsPerPass === undefined ? {} : { recordsPerPass }),
  });
  return { summary: await comparison.run(), discrepancies: discrepancies.list() };
}

const EWR: Reading = { stationId: 'EWR', observedAt: Date.UTC(2026, 0, 1), temperature: 31.2 };
const JFK: Reading = { stationId: 'JFK', observedAt: Date.UTC(2026, 0, 1), humidity: 0.1 };
const IN_A_CENTURY: Reading = { ...EWR, observedAt: Date.UTC(2126, 0, 1) };
const named = ({ stationId, observedAt }: Reading): object => ({
  stationId,
  observedAt: new Date(observedAt).toISOString(),
});

describe('ReadingComparison', () => {
  it('finds no discrepancy when the rows match the records', async () => {
    const { summary, discrepancies } = await compare({ records: [EWR, JFK, EWR], rows: [EWR, JFK] });
    expect(discrepancies).toEqual([]);
    expect(summary).toEqual({ records: 3, rows: 2, extraRowsDetected: true, unverifiableRows: 0 });
  });

  it('finds a missing reading, an extra row and a wrong value', async () => {
    const { discrepancies } = await compare({
      records: [EWR, JFK],
      rows: [
        { ...JFK, humidity: 0.2 },
        { ...JFK, stationId: 'LGA' },
      ],
    });
    expect(discrepancies).toEqual([
      { kind: 'reading-missing', count: 1, examples: [{ place: 't/0/0', ...named(EWR) }] },
      {
        kind: 'reading-wrong',
        count: 1,
        examples: [{ place: 't/0/1', ...named(JFK), detail: 'humidity is 0.2, the record has 0.1' }],
      },
      { kind: 'reading-extra', count: 1, examples: [named({ ...JFK, stationId: 'LGA' })] },
    ]);
  });

  it('expects an invalid record to be a dead letter', async () => {
    expect((await compare({ records: ['{'], rows: [], deadLetters: [0] })).discrepancies).toEqual([]);
    const { discrepancies } = await compare({ records: ['{'], rows: [] });
    expect(discrepancies).toMatchObject([{ kind: 'dead-letter-missing', examples: [{ place: 't/0/0' }] }]);
    expect(
      (await compare({ records: ['{'], rows: [], deadLettersAreComplete: false })).discrepancies,
    ).toEqual([]);
  });

  it('accepts a reading from the future in the table or as a dead letter, but not in neither', async () => {
    const records = [IN_A_CENTURY];
    expect((await compare({ records, rows: [IN_A_CENTURY] })).discrepancies).toEqual([]);
    expect((await compare({ records, rows: [], deadLetters: [0] })).discrepancies).toEqual([]);
    expect((await compare({ records, rows: [] })).discrepancies).toMatchObject([{ kind: 'reading-missing' }]);
  });

  it('reports no extra rows when the beginning of the topic was deleted, but other discrepancies', async () => {
    const { summary, discrepancies } = await compare({ records: [EWR], rows: [JFK], earliest: 5 });
    expect(summary.extraRowsDetected).toBe(false);
    expect(discrepancies.map(({ kind }) => kind)).toEqual(['reading-missing']);
  });

  it('merges the records of a station and timestamp, each with some of the quantities', async () => {
    const { stationId, observedAt } = EWR;
    const wind: Reading = { stationId, observedAt, windSpeed: 3, removed: ['pressure'] };
    const records = [{ ...EWR, pressure: 1000 }, wind];
    const row = { ...EWR, windSpeed: 3 };
    expect((await compare({ records, rows: [row] })).discrepancies).toEqual([]);
    const details = async (wrong: StoredReading): Promise<unknown> => {
      const { discrepancies } = await compare({ records, rows: [wrong] });
      return discrepancies.map(({ kind, examples }) => [kind, examples.map(({ detail }) => detail)]);
    };
    expect(await details({ stationId, observedAt, windSpeed: 3 })).toEqual([
      ['reading-wrong', ['temperature is NULL, an earlier record differs']],
    ]);
    expect(await details({ ...row, pressure: 1000, humidity: 5 })).toEqual([
      [
        'reading-wrong',
        ['humidity is 5, the record has no value; pressure is 1000, the record has no value'],
      ],
    ]);
  });

  it('finds no discrepancy in values that a deleted record may explain', async () => {
    const row = { ...EWR, temperature: 12 };
    const lost = { records: [JFK], rows: [row, JFK], earliest: 1 };
    const keyless = await compare({ ...lost, others: [EWR], isKeyed: false });
    expect(keyless.discrepancies).toEqual([]);
    expect(keyless.summary.unverifiableRows).toBe(1);
    const elsewhere = await compare({ ...lost, records: [JFK, { ...EWR, temperature: 10 }], others: [EWR] });
    expect(elsewhere.discrepancies).toEqual([]);
    const quantity = await compare({ records: [EWR], rows: [{ ...EWR, windSpeed: 3 }], earliest: 1 });
    expect(quantity.discrepancies).toEqual([]);
  });

  it('finds a wrong value that no deleted record explains', async () => {
    const wrong = async (testCase: Case): Promise<unknown[]> =>
      (await compare(testCase)).discrepancies.map(({ kind, count }) => [kind, count]);
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

  it('compares nothing before the retention cutoff', async () => {
    const readingsSince = EWR.observedAt + 1;
    expect((await compare({ records: [EWR], rows: [JFK], readingsSince })).discrepancies).toEqual([]);
    const { discrepancies } = await compare({ records: [EWR], rows: [], readingsSince: EWR.observedAt });
    expect(discrepancies).toMatchObject([{ kind: 'reading-missing' }]);
  });

  it('finds the same in several passes', async () => {
    const readings = Array.from({ length: 100 }, (_, index) => ({ ...EWR, observedAt: index * 60_000 }));
    const rows = [...readings.slice(1), { ...EWR, observedAt: -1 }];
    const records = [...readings, '{', '{'];
    const once = await compare({ records, rows });
    const often = await compare({ records, rows, recordsPerPass: 7 });
    expect(often).toEqual(once);
    expect(once.discrepancies.map(({ kind, count }) => [kind, count])).toEqual([
      ['reading-missing', 1],
      ['reading-extra', 1],
      ['dead-letter-missing', 2],
    ]);
  });
});

describe('describeDifference', () => {
  it('names each wrong quantity', () => {
    const row = { ...EWR, temperature: 31.3, humidity: 5 };
    const wrong = [0, 1].map((index) => ({ index, isMentioned: index === 0 }));
    expect(formatDifference(row, EWR, wrong)).toBe(
      'temperature is 31.3, the record has 31.2; humidity is 5, the record has no value',
    );
  });
});
