import { describe, expect, it } from '@jest/globals';
import { connectedFrame, eventFrame, EventRing, parseEventId } from './event-frame.ts';

describe('a frame', () => {
  it('is an event with its data in one line', () => {
    const text = eventFrame({ instanceId: 'ab12', number: 7 }, 'readings', {
      readings: [['a\n\ndata: b\u2028', 5, null]],
      dropped: 0,
    }).toString();
    expect(text).toBe(
      'id: ab12-7\nevent: readings\ndata: {"readings":[["a\\n\\ndata: b\u2028",5,null]],"dropped":0}\n\n',
    );
  });

  it('of the first event has the reconnection delay', () => {
    expect(connectedFrame({ instanceId: 'a', number: 0 }, true).toString()).toBe(
      'retry: 1000\nid: a-0\nevent: connected\ndata: {"resumed":true}\n\n',
    );
  });
});

describe('an id', () => {
  it('consists of an instance and a number', () => {
    expect(parseEventId('ab12-7')).toEqual({ instanceId: 'ab12', number: 7 });
  });

  it.each(['', 'ab12', '-7', 'ab12-', 'ab12--7', 'ab12-7 ', 'ab12-1e3', `ab12-${'9'.repeat(16)}`, 'AB-1'])(
    'is not %j',
    (id) => expect(parseEventId(id)).toBeUndefined(),
  );
});

function ringOf(sizes: readonly number[], bounds: { events: number; bytes: number }): EventRing {
  const ring = new EventRing(bounds);
  sizes.forEach((size, index) => ring.push(Buffer.alloc(size, String(index + 1))));
  return ring;
}

describe('EventRing', () => {
  it('is empty at first', () => {
    const ring = ringOf([], { events: 3, bytes: 100 });
    expect([ring.newest, ring.oldest, ring.at(1)]).toEqual([0, 1, undefined]);
  });

  it('keeps the last events up to its bound', () => {
    const ring = ringOf([1, 1, 1, 1], { events: 2, bytes: 100 });
    expect([ring.oldest, ring.newest]).toEqual([3, 4]);
    expect([2, 3, 4, 5].map((number) => ring.at(number)?.toString())).toEqual([
      undefined,
      '3',
      '4',
      undefined,
    ]);
  });

  it('keeps no more bytes than its bound', () => {
    const ring = ringOf([40, 40, 40], { events: 10, bytes: 100 });
    expect([ring.oldest, ring.newest]).toEqual([2, 3]);
  });

  it('does not keep an event that exceeds its bound', () => {
    const ring = ringOf([10, 200], { events: 10, bytes: 100 });
    expect([ring.oldest, ring.newest, ring.at(2)]).toEqual([3, 2, undefined]);
  });
});
