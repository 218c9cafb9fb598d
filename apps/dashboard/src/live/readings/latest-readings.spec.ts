import { describe, expect, it } from '@jest/globals';
import { LatestReadings } from './latest-readings.ts';

describe('LatestReadings', () => {
  it('tells the latest reading of each station that has had one since an event', () => {
    const latest = new LatestReadings(10);
    latest.note(
      [
        ['a', 1],
        ['b', 1],
      ],
      1,
    );
    latest.note(
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

  it('forgets the stations that have changed the longest ago', () => {
    const latest = new LatestReadings(2);
    latest.note(
      [
        ['a', 1],
        ['b', 1],
      ],
      1,
    );
    latest.note(
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
