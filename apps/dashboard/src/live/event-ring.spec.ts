import { describe, expect, it } from '@jest/globals';
import { EventRing } from './event-ring.ts';

function ringOf(sizes: readonly number[], bounds: { events: number; bytes: number }): EventRing {
  const ring = new EventRing(bounds);
  sizes.forEach((size, index) => ring.push(Buffer.alloc(size, String(index + 1))));
  return ring;
}

describe('EventRing', () => {
  it('has no event at first', () => {
    const ring = ringOf([], { events: 3, bytes: 100 });
    expect([ring.newest, ring.oldest, ring.at(1)]).toEqual([0, 1, undefined]);
  });

  it('keeps the last events, as many as it may', () => {
    const ring = ringOf([1, 1, 1, 1], { events: 2, bytes: 100 });
    expect([ring.oldest, ring.newest]).toEqual([3, 4]);
    expect([2, 3, 4, 5].map((number) => ring.at(number)?.toString())).toEqual([
      undefined,
      '3',
      '4',
      undefined,
    ]);
  });

  it('keeps no more bytes than it may', () => {
    const ring = ringOf([40, 40, 40], { events: 10, bytes: 100 });
    expect([ring.oldest, ring.newest]).toEqual([2, 3]);
  });

  it('does not keep an event that is larger than all it may keep', () => {
    const ring = ringOf([10, 200], { events: 10, bytes: 100 });
    expect([ring.oldest, ring.newest, ring.at(2)]).toEqual([3, 2, undefined]);
  });
});
