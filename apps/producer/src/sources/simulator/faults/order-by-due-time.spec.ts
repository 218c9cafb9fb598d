import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Delivery } from './delivery.ts';
import { orderByDueTime } from './order-by-due-time.ts';

function delivery(madeAt: number, delayMs = 0): Delivery {
  const reading = { stationId: 'paris', observedAt: madeAt };
  return { madeAt, dueAt: madeAt + delayMs, sourced: { reading, position: madeAt }, copies: 1, labels: [] };
}

function sent(...deliveries: Delivery[]): number[] {
  return [...orderByDueTime(deliveries)].map(({ madeAt }) => madeAt);
}

const streams = fc
  .array(fc.record({ gap: fc.nat(3), delayMs: fc.oneof(fc.constant(0), fc.nat(20)) }))
  .map((steps) => {
    let madeAt = 0;
    return steps.map(({ gap, delayMs }) => delivery((madeAt += gap), delayMs));
  });

describe('orderByDueTime', () => {
  it('sends a reading that is an interval late right behind the next one', () => {
    expect(sent(delivery(0), delivery(10, 10), delivery(20), delivery(30))).toEqual([0, 20, 10, 30]);
  });

  it('keeps the order of those that are due at the same time', () => {
    expect(sent(delivery(0, 30), delivery(10, 20), delivery(20, 10), delivery(40))).toEqual([0, 10, 20, 40]);
  });

  it('sends delayed readings at the end', () => {
    expect(sent(delivery(0, 50), delivery(10, 5), delivery(20))).toEqual([10, 20, 0]);
  });

  it('yields every delivery, in the order of due times', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const result = [...orderByDueTime(stream)];
        expect(new Set(result)).toEqual(new Set(stream));
        expect(result).toHaveLength(stream.length);
        const due = result.map(({ dueAt }) => dueAt);
        expect(due).toEqual([...due].sort((a, b) => a - b));
      }),
    );
  });

  it('holds nothing back beyond its due time', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        let taken = 0;
        const counted = (function* (): Generator<Delivery> {
          for (const item of stream) {
            taken++;
            yield item;
          }
        })();
        for (const { dueAt } of orderByDueTime(counted)) {
          const beforeLastTaken = stream[taken - 2];
          if (beforeLastTaken !== undefined) expect(dueAt).toBeGreaterThanOrEqual(beforeLastTaken.madeAt);
        }
      }),
    );
  });
});
