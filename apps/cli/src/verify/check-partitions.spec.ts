import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkPartitions, checkRecordCount } from './check-partitions.ts';
import { Discrepancies } from './discrepancies.ts';

const progress = {
  partition: 0,
  nextOffset: 10,
  read: 10,
  stored: 6,
  duplicates: 2,
  corrections: 1,
  deadLettered: 1,
  expired: 0,
};
const bounds = (
  earliest: number,
  end: number,
  partition = 0,
): Map<number, { earliest: number; end: number }> => new Map([[partition, { earliest, end }]]);

let discrepancies: Discrepancies;

beforeEach(() => {
  discrepancies = new Discrepancies(20);
});

describe('checkPartitions', () => {
  it('finds no discrepancy when everything matches, and computes the lag', () => {
    const [state] = checkPartitions('t', [progress], bounds(0, 15), discrepancies);
    expect(state).toEqual({ ...progress, earliest: 0, end: 15, lag: 5 });
    expect(discrepancies.list()).toEqual([]);
  });

  it('starts at the earliest offset of a partition without a committed one', () => {
    const [state] = checkPartitions('t', [], bounds(100, 130), discrepancies);
    expect(state).toMatchObject({ nextOffset: null, read: 0, lag: 30 });
    expect(discrepancies.list()).toEqual([]);
  });

  it('does not count deleted records as lag', () => {
    expect(checkPartitions('t', [progress], bounds(12, 15), discrepancies)[0]?.lag).toBe(3);
  });

  it.each([
    [
      'counts-differ',
      { ...progress, stored: 5 },
      bounds(0, 15),
      't/0',
      '10 read, 5 stored + 2 duplicates + 1 corrections + 1 dead-lettered',
    ],
    ['offset-above-end', progress, bounds(0, 9), 't/0', 'the committed offset is 10, the end is 9'],
    ['unknown-partition', { ...progress, partition: 4 }, bounds(0, 0), 't/4', undefined],
  ])('finds %s', (kind, wrong, kafka, place, detail) => {
    checkPartitions('t', [wrong], kafka, discrepancies);
    expect(discrepancies.list()).toEqual([
      { kind, count: 1, examples: [detail === undefined ? { place } : { place, detail }] },
    ]);
  });
});

describe('checkRecordCount', () => {
  const found = (counts: object, records: number, removed: number): [string, number][] => {
    discrepancies = new Discrepancies(20);
    checkRecordCount('t', { ...progress, ...counts }, { records, removed }, discrepancies);
    return discrepancies.list().map(({ kind, count }) => [kind, count]);
  };

  it('accepts that every record below the committed offset was read, except for holes of the log', () => {
    expect(found({ read: 10 }, 10, 0)).toEqual([]);
  });

  it('accepts that Kafka has removed records, before or after they were read', () => {
    expect(found({ read: 10, expired: 3 }, 4, 9)).toEqual([]);
    expect(found({ read: 4, expired: 9 }, 4, 9)).toEqual([]);
  });

  it('finds records that were skipped', () => {
    expect(found({ read: 8 }, 10, 0)).toEqual([['records-unread', 2]]);
    expect(found({ read: 3 }, 4, 9)).toEqual([['records-unread', 1]]);
  });

  it('finds records that were counted twice', () => {
    expect(found({ read: 12 }, 10, 0)).toEqual([['records-overcounted', 2]]);
    expect(found({ read: 12, expired: 3 }, 4, 9)).toEqual([['records-overcounted', 2]]);
  });
});
