import { describe, expect, it } from '@jest/globals';
import { LatestReadings } from './latest-readings.ts';

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
