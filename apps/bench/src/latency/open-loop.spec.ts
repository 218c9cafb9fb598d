import { describe, expect, it } from '@jest/globals';
import { dueAfter, dueMs, indexAt, partitionAt, TICK_MS, type OpenLoop } from './open-loop.ts';

const LOOPS: readonly OpenLoop[] = [
  { rate: 1_000, count: 500, partitions: 4 },
  { rate: 10_000, count: 5_000, partitions: 4 },
  { rate: 333, count: 100, partitions: 3 },
];

describe.each(LOOPS)('an open loop of $rate a second', (loop) => {
  it('has readings due at the tick at which they are sent', () => {
    for (let index = 0; index < loop.count; index++) {
      const ticks = dueMs(index, loop) / TICK_MS;
      expect(dueAfter(ticks, loop)).toBeGreaterThan(index);
      expect(dueAfter(ticks - 1, loop)).toBeLessThanOrEqual(index);
    }
  });

  it('keeps its rate', () => {
    expect(dueMs(loop.count - 1, loop)).toBeGreaterThan((loop.count / loop.rate) * 1_000 - 2 * TICK_MS);
    expect(dueMs(loop.count - 1, loop)).toBeLessThan((loop.count / loop.rate) * 1_000 + 2 * TICK_MS);
  });

  it('identifies a reading by partition and offset', () => {
    const next = new Map<number, number>();
    for (let index = 0; index < loop.count; index++) {
      const partition = partitionAt(index, loop);
      const offset = next.get(partition) ?? 0;
      next.set(partition, offset + 1);
      expect(indexAt(partition, offset, loop)).toBe(index);
    }
  });
});
