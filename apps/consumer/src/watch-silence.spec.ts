import { describe, expect, it } from '@jest/globals';
import { MS_PER_SECOND } from '@weather/weather-schema';
import { watchSilence } from './watch-silence.ts';

/** The pause after a poll of a given length, during which the database is unreachable for a time. */
async function pauseAfter(pollMs: number, outageMs = 0): Promise<number> {
  const stop = new AbortController();
  let now = 0;
  let pauseMs = 0;
  await watchSilence(
    {
      isNeeded: true,
      poll: () => {
        now += pollMs;
        return Promise.resolve(0);
      },
    },
    {
      withRetry: (work) => {
        now += outageMs;
        return work();
      },
      clock: { read: () => Promise.resolve(undefined) },
      onPolled: () => undefined,
      signal: stop.signal,
      now: () => now,
      pause: (ms) => {
        pauseMs = ms;
        stop.abort();
        return Promise.resolve();
      },
    },
  );
  return pauseMs;
}

describe('watchSilence', () => {
  it('pauses ten times as long as a poll takes, within bounds', async () => {
    expect(await pauseAfter(1)).toBe(10 * MS_PER_SECOND);
    expect(await pauseAfter(2 * MS_PER_SECOND)).toBe(20 * MS_PER_SECOND);
    expect(await pauseAfter(60 * MS_PER_SECOND)).toBe(60 * MS_PER_SECOND);
  });

  it('does not pause longer after an outage', async () => {
    expect(await pauseAfter(1, 3_600 * MS_PER_SECOND)).toBe(10 * MS_PER_SECOND);
  });
});
