import { describe, expect, it } from '@jest/globals';
import { pauseAfterPass, runThrottled } from './throttle.ts';

/** Runs steps that take these milliseconds. @returns the pauses after them. */
async function pausesAfter(durations: readonly number[], abortAfter = Infinity): Promise<number[]> {
  const controller = new AbortController();
  const pauses: number[] = [];
  let now = 0;
  let steps = 0;
  await runThrottled(
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

describe('pauseAfterPass', () => {
  it('is four times as long as the pass took, within limits', () => {
    expect(pauseAfterPass(10, 10_000)).toBe(10_000);
    expect(pauseAfterPass(5_000, 10_000)).toBe(20_000);
    expect(pauseAfterPass(600_000, 10_000)).toBe(60_000);
    expect(pauseAfterPass(600_000, 3_600_000)).toBe(3_600_000);
  });
});

describe('runThrottled', () => {
  it('pauses as long as each step took, within limits', async () => {
    expect(await pausesAfter([200, 1, 60_000])).toEqual([200, 10, 5_000]);
  });

  it('ends after the first step that has done nothing', async () => {
    expect(await pausesAfter([])).toEqual([]);
  });

  it('ends after the current step when the signal is aborted', async () => {
    expect(await pausesAfter([50, 50, 50], 2)).toHaveLength(2);
  });
});
