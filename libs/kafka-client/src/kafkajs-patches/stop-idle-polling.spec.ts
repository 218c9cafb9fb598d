import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
// @ts-expect-error kafkajs has no types for its internals
import kafkaRequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { stopIdlePolling } from './stop-idle-polling.ts';

interface RequestQueue {
  maybeThrottle(milliseconds: number): void;
  push(request: object): void;
  checkPendingRequests(): void;
}

const LONGEST_PAUSE_MS = 1_000;

function requestQueue(): RequestQueue {
  const create = kafkaRequestQueue as new (options: object) => RequestQueue;
  return new create({
    maxInFlightRequests: 1,
    requestTimeout: LONGEST_PAUSE_MS,
    clientId: 'test',
    broker: '127.0.0.1:9092',
    logger: { debug: () => undefined },
    isConnected: () => true,
  });
}

describe('the request queue of kafkajs', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    stopIdlePolling();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sets no timer while no request is pending', () => {
    requestQueue().checkPendingRequests();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends a pending request once the broker no longer throttles', () => {
    const queue = requestQueue();
    const sendRequest = jest.fn();
    queue.maybeThrottle(LONGEST_PAUSE_MS);
    queue.push({ entry: { correlationId: 1, resolve: () => undefined }, expectResponse: false, sendRequest });
    expect(sendRequest).not.toHaveBeenCalled();
    jest.advanceTimersByTime(LONGEST_PAUSE_MS);
    expect(sendRequest).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
