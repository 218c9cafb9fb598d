import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { graceAfter } from './grace-after.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('graceAfter', () => {
  it('is aborted some time after the other signal, and not before', () => {
    const stop = new AbortController();
    const grace = graceAfter(stop.signal, 100);
    jest.advanceTimersByTime(1_000);
    stop.abort();
    jest.advanceTimersByTime(99);
    expect(grace.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(grace.signal.aborted).toBe(true);
  });

  it('begins at once when the other signal is aborted already', () => {
    const grace = graceAfter(AbortSignal.abort(), 100);
    jest.advanceTimersByTime(100);
    expect(grace.signal.aborted).toBe(true);
  });

  it('is never aborted after its end', () => {
    const stop = new AbortController();
    const grace = graceAfter(stop.signal, 100);
    stop.abort();
    grace.end();
    jest.advanceTimersByTime(1_000);
    expect(grace.signal.aborted).toBe(false);
  });
});
