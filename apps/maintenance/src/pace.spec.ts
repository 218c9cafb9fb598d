import { describe, expect, it } from '@jest/globals';
import { inSmallSteps, restAfter } from './pace.ts';

/** Steps that take these milliseconds, one after the other, and the pauses behind them. */
async function pausesAfter(durations: readonly number[], abortAfter = Infinity): Promise<number[]> {
  const controller = new AbortController();
  const pauses: number[] = [];
  let now = 0;
  let steps = 0;
  await inSmallSteps(
    () => {
      const duration = durations[steps++];
      now += duration ?? 0;
      if (steps >= abortAfter) controller.abort();
      return Promise.resolve(duration !== undefined);
    },
    {
      signal: controller.signal,
      now: () => now,
      pause: (ms) => {
        pauses.push(ms);
        return Promise.resolve();
      },
    },
  );
  return pauses;
}

describe('restAfter', () => {
  it('is four times as long as the pass took, within bounds', () => {
    expect(restAfter(10, 10_000)).toBe(10_000);
    expect(restAfter(5_000, 10_000)).toBe(20_000);
    expect(restAfter(600_000, 10_000)).toBe(60_000);
    expect(restAfter(600_000, 3_600_000)).toBe(3_600_000);
  });
});

describe('inSmallSteps', () => {
  it('pauses as long as each step took, within bounds', async () => {
    expect(await pausesAfter([200, 1, 60_000])).toEqual([200, 10, 5_000]);
  });

  it('ends with the first step that has done nothing', async () => {
    expect(await pausesAfter([])).toEqual([]);
  });

  it('ends with the step in hand when it is told to', async () => {
    expect(await pausesAfter([50, 50, 50], 2)).toHaveLength(2);
  });
});
