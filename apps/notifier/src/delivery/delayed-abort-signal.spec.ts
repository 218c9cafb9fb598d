import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { delayedAbortSignal } from './delayed-abort-signal.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('delayedAbortSignal', () => {
  it('is aborted some time after the other signal, and not before', () => {
    const stop = new AbortController();
    const delayed = delayedAbortSignal(stop.signal, 100);
    jest.advanceTimersByTime(1_000);
    stop.abort();
    jest.advanceTimersByTime(99);
    expect(delayed.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(delayed.signal.aborted).toBe(true);
  });

  it('starts its delay immediately when the other signal is aborted already', () => {
    const delayed = delayedAbortSignal(AbortSignal.abort(), 100);
    jest.advanceTimersByTime(100);
    expect(delayed.signal.aborted).toBe(true);
  });

  it('is never aborted after dispose', () => {
    const stop = new AbortController();
    const delayed = delayedAbortSignal(stop.signal, 100);
    stop.abort();
    delayed.dispose();
    jest.advanceTimersByTime(1_000);
    expect(delayed.signal.aborted).toBe(false);
  });
});
