import { describe, expect, it } from '@jest/globals';
import { LatestReadings, ReadingBatch } from './reading-batch.ts';

describe('ReadingBatch', () => {
  it('holds the readings in the order in which they came, and is empty then', () => {
    const batch = new ReadingBatch(3);
    expect(batch.take()).toBeUndefined();
    batch.add(['a', 1]);
    batch.add(['a', 2]);
    expect(batch.take()).toEqual({
      readings: [
        ['a', 1],
        ['a', 2],
      ],
      dropped: 0,
    });
    expect(batch.take()).toBeUndefined();
  });

  it('keeps the latest of each station when there are too many', () => {
    const batch = new ReadingBatch(3);
    ['a', 'a', 'b', 'a', 'c'].forEach((station, index) => batch.add([station, 0, index]));
    expect(batch.take()).toEqual({
      readings: [
        ['b', 0, 2],
        ['a', 0, 3],
        ['c', 0, 4],
      ],
      dropped: 2,
    });
  });

  it('leaves out those of the stations that have not told anything for longest when even that is too much', () => {
    const batch = new ReadingBatch(2);
    for (const station of ['a', 'b', 'c', 'd']) batch.add([station, 0]);
    expect(batch.take()).toEqual({
      readings: [
        ['c', 0],
        ['d', 0],
      ],
      dropped: 2,
    });
  });

  it('counts what was not even read', () => {
    const batch = new ReadingBatch(2);
    batch.addDropped(7);
    expect(batch.take()).toEqual({ readings: [], dropped: 7 });
  });
});

describe('LatestReadings', () => {
  it('tells the latest reading of each station that has had one since an event', () => {
    const latest = new LatestReadings(10);
    latest.record(
      [
        ['a', 1],
        ['b', 1],
      ],
      1,
    );
    latest.record(
      [
        ['a', 2],
        ['a', 3],
        ['c', 3],
      ],
      2,
    );
    expect(latest.since(2)).toEqual([
      ['a', 3],
      ['c', 3],
    ]);
    expect(latest.since(1)).toEqual([
      ['b', 1],
      ['a', 3],
      ['c', 3],
    ]);
    expect(latest.since(3)).toEqual([]);
  });

  it('keeps the newest reading where an older one or one ahead of the clock comes after it', () => {
    const HOUR = 3_600_000;
    const latest = new LatestReadings(10, () => 10 * HOUR);
    latest.record([['a', 10 * HOUR]], 1);
    latest.record(
      [
        ['a', 30 * HOUR],
        ['a', 9 * HOUR],
        ['b', 30 * HOUR],
      ],
      2,
    );
    latest.record([['b', 10 * HOUR]], 3);
    expect(latest.since(1)).toEqual([
      ['a', 10 * HOUR],
      ['b', 10 * HOUR],
    ]);
    expect(latest.since(2)).toEqual([['b', 10 * HOUR]]);
  });

  it('forgets the stations that have changed the longest ago', () => {
    const latest = new LatestReadings(2);
    latest.record(
      [
        ['a', 1],
        ['b', 1],
      ],
      1,
    );
    latest.record(
      [
        ['a', 2],
        ['c', 2],
      ],
      2,
    );
    expect(latest.since(1)).toEqual([
      ['a', 2],
      ['c', 2],
    ]);
  });
});
