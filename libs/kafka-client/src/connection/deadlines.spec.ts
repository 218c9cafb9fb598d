import { describe, expect, it } from '@jest/globals';
import { WaitAbortedError } from '@weather/service-runtime';
import { withGracePeriod } from './deadlines.ts';

const never = new Promise<string>(() => undefined);

describe('withGracePeriod', () => {
  it('returns the result of the work, even if it ends within the grace period after the abort', async () => {
    const { signal } = new AbortController();
    await expect(withGracePeriod(0, Promise.resolve('done'), signal)).resolves.toBe('done');
    const soon = new Promise((resolve) => setTimeout(resolve, 1, 'done'));
    await expect(withGracePeriod(60_000, soon, AbortSignal.abort())).resolves.toBe('done');
    await expect(withGracePeriod(0, Promise.resolve('done'), undefined)).resolves.toBe('done');
  });

  it('stops waiting when the grace period is over', async () => {
    const controller = new AbortController();
    const waiting = withGracePeriod(1, never, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toThrow(WaitAbortedError);
  });
});
