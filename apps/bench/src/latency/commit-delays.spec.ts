import { describe, expect, it } from '@jest/globals';
import { CommitDelays } from './commit-delays.ts';
import { dueMs, type OpenLoop } from './open-loop.ts';

const LOOP: OpenLoop = { rate: 1_000, count: 100, partitions: 2 };
const START = 10_000;

describe('CommitDelays', () => {
  it('measures the time from due to observed, once for each reading', () => {
    const delays = new CommitDelays(LOOP, START, 0);
    delays.record(new Map([[0, 25]]), START + dueMs(48, LOOP) + 7);
    delays.record(new Map([[0, 25]]), START + 900);
    delays.record(new Map([[0, 50]]), START + dueMs(98, LOOP) + 7);
    delays.record(new Map([[1, 50]]), START + dueMs(99, LOOP) + 7);
    expect(delays.committed).toBe(100);
    // The first of partition 1 waited longest: it was due with the first tick.
    expect(delays.latency().max).toBe(dueMs(99, LOOP) + 7 - dueMs(1, LOOP));
  });

  it('excludes the warm-up, but not late readings', () => {
    const delays = new CommitDelays(LOOP, START, 90);
    delays.record(new Map([[0, 45]]), START + 5_000);
    delays.record(new Map([[1, 45]]), START + 5_000);
    delays.record(new Map([[0, 50]]), START + dueMs(98, LOOP) + 3);
    delays.record(new Map([[1, 50]]), START + dueMs(99, LOOP) + 3);
    expect(delays.latency()).toEqual({ p50: 3, p99: 8, max: 8 });
  });
});
