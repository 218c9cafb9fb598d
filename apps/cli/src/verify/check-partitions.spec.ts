import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkPartitions, checkRecordCount } from './check-partitions.ts';
import { Faults } from './faults.ts';

const account = {
  partition: 0,
  nextOffset: 10,
  read: 10,
  stored: 6,
  repeated: 2,
  replaced: 1,
  deadLettered: 1,
  lost: 0,
};
const bounds = (
  earliest: number,
  end: number,
  partition = 0,
): Map<number, { earliest: number; end: number }> => new Map([[partition, { earliest, end }]]);

let faults: Faults;

beforeEach(() => {
  faults = new Faults(20);
});

describe('checkPartitions', () => {
  it('finds no fault where all fits, and tells the lag', () => {
    const [state] = checkPartitions('t', [account], bounds(0, 15), faults);
    expect(state).toEqual({ ...account, earliest: 0, end: 15, lag: 5 });
    expect(faults.list()).toEqual([]);
  });

  it('takes a partition that nothing was stored of from its beginning', () => {
    const [state] = checkPartitions('t', [], bounds(100, 130), faults);
    expect(state).toMatchObject({ nextOffset: null, read: 0, lag: 30 });
    expect(faults.list()).toEqual([]);
  });

  it('counts no lag for what Kafka no longer has', () => {
    expect(checkPartitions('t', [account], bounds(12, 15), faults)[0]?.lag).toBe(3);
  });

  it.each([
    [
      'counts-differ',
      { ...account, stored: 5 },
      bounds(0, 15),
      't/0',
      '10 read, 5 stored + 2 repeated + 1 replaced + 1 dead-lettered',
    ],
    ['position-above-end', account, bounds(0, 9), 't/0', 'the position is 10, the end is 9'],
    ['unknown-partition', { ...account, partition: 4 }, bounds(0, 0), 't/4', undefined],
  ])('finds %s', (kind, wrong, kafka, place, detail) => {
    checkPartitions('t', [wrong], kafka, faults);
    expect(faults.list()).toEqual([
      { kind, count: 1, examples: [detail === undefined ? { place } : { place, detail }] },
    ]);
  });
});

describe('checkRecordCount', () => {
  const found = (counts: object, records: number, removed: number): [string, number][] => {
    faults = new Faults(20);
    checkRecordCount('t', { ...account, ...counts }, { records, removed }, faults);
    return faults.list().map(({ kind, count }) => [kind, count]);
  };

  it('is fine when every record below the position was read, holes of the log aside', () => {
    expect(found({ read: 10 }, 10, 0)).toEqual([]);
  });

  it('is fine when Kafka has removed some of them, before or after they were read', () => {
    expect(found({ read: 10, lost: 3 }, 4, 9)).toEqual([]);
    expect(found({ read: 4, lost: 9 }, 4, 9)).toEqual([]);
  });

  it('finds records that were skipped', () => {
    expect(found({ read: 8 }, 10, 0)).toEqual([['records-unread', 2]]);
    expect(found({ read: 3 }, 4, 9)).toEqual([['records-unread', 1]]);
  });

  it('finds records that were counted too often', () => {
    expect(found({ read: 12 }, 10, 0)).toEqual([['records-overcounted', 2]]);
    expect(found({ read: 12, lost: 3 }, 4, 9)).toEqual([['records-overcounted', 2]]);
  });
});
