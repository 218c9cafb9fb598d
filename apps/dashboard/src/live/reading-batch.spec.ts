import { describe, expect, it } from '@jest/globals';
import { LatestReadings, ReadingBatch } from './reading-batch.ts';

describe('ReadingBatch', () => {
  it('returns the readings in their order of arrival, and is then empty', () => {
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

  it('keeps the latest reading of each station above its limit', () => {
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

  it('drops the least recently updated stations above its limit of stations', () => {
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

  it('counts skipped readings as dropped', () => {
    const batch = new ReadingBatch(2);
    batch.addDropped(7);
    expect(batch.take()).toEqual({ readings: [], dropped: 7 });
  });
});

describe('LatestReadings', () => {
  it('returns the latest reading of each station since an event', () => {
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

  it('is not replaced by an older reading or one from the future', () => {
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

  it('forgets the least recently updated stations', () => {
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
