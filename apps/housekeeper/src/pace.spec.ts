import { describe, expect, it } from '@jest/globals';
import { inSmallSteps } from './pace.ts';

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
