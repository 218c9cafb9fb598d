import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { silentLogger } from '../logging/logger.ts';
import { Availability } from './availability.ts';
import { backOffMs, formatError, pause, withRetry, WaitAbortedError } from './with-retry.ts';

class Outage extends Error {}

const quick = { firstDelayMs: 1, maxDelayMs: 2, isTransient: (error: unknown) => error instanceof Outage };
const availability = (): Availability => new Availability('the server', silentLogger());

function failing(times: number, error: Error): { operation: () => Promise<string>; calls: () => number } {
  let calls = 0;
  const operation = (): Promise<string> =>
    ++calls <= times ? Promise.reject(error) : Promise.resolve('done');
  return { operation, calls: () => calls };
}

describe('withRetry', () => {
  it('repeats until the outage is over', async () => {
    const { operation, calls } = failing(3, new Outage('away'));
    const server = availability();
    await expect(withRetry(operation, { ...quick, availability: server })).resolves.toBe('done');
    expect(calls()).toBe(4);
    expect(server.isUp).toBe(true);
  });

  it('does not take a service for up that answers some while others wait for it', async () => {
    const server = availability();
    const controller = new AbortController();
    const { operation } = failing(Number.POSITIVE_INFINITY, new Outage('read-only'));
    const writing = withRetry(operation, { ...quick, availability: server, signal: controller.signal });
    const reading = (): Promise<string> =>
      withRetry(() => Promise.resolve('row'), { ...quick, availability: server });
    await expect(reading()).resolves.toBe('row');
    const isUpMeanwhile = server.isUp;
    controller.abort();
    await expect(writing).rejects.toThrow(WaitAbortedError);
    expect(isUpMeanwhile).toBe(false);
    await reading();
    expect(server.isUp).toBe(true);
  });

  it('throws on what is no outage, at once', async () => {
    const { operation, calls } = failing(3, new Error('bug'));
    await expect(withRetry(operation, { ...quick, availability: availability() })).rejects.toThrow('bug');
    expect(calls()).toBe(1);
  });

  it('calls onRetry before each wait', async () => {
    const errors: string[] = [];
    const { operation } = failing(2, new Outage('away'));
    const onRetry = (error: unknown): void => void errors.push(formatError(error));
    await withRetry(operation, { ...quick, availability: availability(), onRetry });
    expect(errors).toEqual(['away', 'away']);
  });

  it('ends the waiting when the signal is aborted, and says for what error it waited', async () => {
    const controller = new AbortController();
    const { operation } = failing(1000, new Outage('away'));
    const waiting = withRetry(operation, {
      ...quick,
      firstDelayMs: 60_000,
      maxDelayMs: 60_000,
      availability: availability(),
      signal: controller.signal,
    });
    controller.abort();
    await expect(waiting).rejects.toThrow(WaitAbortedError);
    await expect(waiting).rejects.toMatchObject({ cause: new Outage('away') });
  });
});

describe('formatError', () => {
  it('falls back on the code where an error has no message', () => {
    expect(formatError(Object.assign(new Error(''), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
    expect(formatError('text')).toBe('text');
  });
});

describe('backOffMs', () => {
  it('doubles with each attempt up to its bound, half of it at random', () => {
    const bounds = { firstDelayMs: 100, maxDelayMs: 60_000 };
    fc.assert(
      fc.property(fc.nat({ max: 5_000 }), (attempt) => {
        const bound = Math.min(60_000, 100 * 2 ** attempt);
        const delay = backOffMs(attempt, bounds);
        return delay >= bound / 2 && delay <= bound;
      }),
    );
  });
});

describe('pause', () => {
  it('ends with the signal', async () => {
    const stop = new AbortController();
    const pausing = pause(1_000_000, stop.signal);
    stop.abort();
    await expect(pausing).resolves.toBeUndefined();
  });
});
