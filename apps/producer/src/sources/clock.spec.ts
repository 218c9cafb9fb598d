import { describe, expect, it } from '@jest/globals';
import { systemClock } from './clock.ts';

const ONE_MINUTE_MS = 60_000;

describe('systemClock', () => {
  it('stops waiting when the signal is aborted', async () => {
    const startedAt = performance.now();
    await systemClock.wait(ONE_MINUTE_MS, AbortSignal.timeout(5));
    expect(performance.now() - startedAt).toBeLessThan(ONE_MINUTE_MS / 10);
  });

  it('does not wait at all for a signal that is aborted already', async () => {
    await systemClock.wait(ONE_MINUTE_MS, AbortSignal.abort());
  });
});
