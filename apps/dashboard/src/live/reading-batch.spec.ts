import { describe, expect, it } from '@jest/globals';
import { ReadingBatch } from './reading-batch.ts';

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
