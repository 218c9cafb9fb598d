import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import { systemClock } from './clock.ts';

describe('systemClock', () => {
  it('stops waiting when the signal is aborted', async () => {
    const startedAt = performance.now();
    await systemClock.wait(MS_PER_MINUTE, AbortSignal.timeout(5));
    expect(performance.now() - startedAt).toBeLessThan(MS_PER_MINUTE / 10);
  });

  it('does not wait at all for a signal that is aborted already', async () => {
    await systemClock.wait(MS_PER_MINUTE, AbortSignal.abort());
  });
});
