import { describe, expect, it } from '@jest/globals';
import { MS_PER_SECOND } from '@weather/weather-schema';
import { watchSilence } from './watch-silence.ts';

/** The rest behind a look that takes so long, once the database answers after so long. */
async function restAfter(lookMs: number, outageMs = 0): Promise<number> {
  const stop = new AbortController();
  let now = 0;
  let rest = 0;
  await watchSilence(
    {
      isNeeded: true,
      poll: () => {
        now += lookMs;
        return Promise.resolve(0);
      },
    },
    {
      withRetry: (work) => {
        now += outageMs;
        return work();
      },
      clock: { read: () => Promise.resolve(undefined) },
      onLook: () => undefined,
      signal: stop.signal,
      now: () => now,
      pause: (ms) => {
        rest = ms;
        stop.abort();
        return Promise.resolve();
      },
    },
  );
  return rest;
}

describe('watchSilence', () => {
  it('rests ten times as long as a look takes, within bounds', async () => {
    expect(await restAfter(1)).toBe(10 * MS_PER_SECOND);
    expect(await restAfter(2 * MS_PER_SECOND)).toBe(20 * MS_PER_SECOND);
    expect(await restAfter(60 * MS_PER_SECOND)).toBe(60 * MS_PER_SECOND);
  });

  it('does not rest for an outage', async () => {
    expect(await restAfter(1, 3_600 * MS_PER_SECOND)).toBe(10 * MS_PER_SECOND);
  });
});
