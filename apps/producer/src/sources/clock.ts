import { setTimeout as delay } from 'node:timers/promises';

/** A clock that can be awaited. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits, or returns at once when the signal is aborted; leaves no timer behind. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Below the limit of Node's timers; callers check the time again afterwards. */
const MAX_WAIT_MS = 3_600_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: async (ms, signal) => {
    await delay(Math.min(ms, MAX_WAIT_MS), undefined, { signal }).catch(() => undefined);
  },
};
