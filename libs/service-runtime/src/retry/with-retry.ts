import { setTimeout as delay } from 'node:timers/promises';
import type { Availability } from './availability.ts';

/** The app is stopping while it still waits for a service; nothing has failed. */
export class WaitAbortedError extends Error {
  override readonly name = 'WaitAbortedError';
}

interface BackOffOptions {
  readonly firstDelayMs?: number;
  readonly maxDelayMs?: number;
}

interface RetryOptions extends BackOffOptions {
  /** Is notified of each failure and of the success that ends them, and logs both. */
  readonly availability: Availability;
  /** Whether an error is transient, so that the operation is retried until it recovers; any other error is rethrown at once. */
  readonly isTransient: (error: unknown) => boolean;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
  /** Called before each wait, for example to send a heartbeat or to count. */
  readonly onRetry?: (error: unknown) => void | Promise<void>;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2_000;
const HALF = 0.5;

/**
 * Retries an operation until it recovers, for as long as it fails with transient errors: exponential back-off, capped, with
 * half of each delay random, so that many clients do not reconnect at the same time.
 * @throws WaitAbortedError when the signal is aborted during an outage; other errors as they are.
 */
export async function withRetry<T>(operation: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { availability } = options;
  // A new function identifies this call: the same operation may be retried twice at a time.
  const work = (): Promise<T> => operation();
  try {
    const result = await repeat(work, options);
    availability.succeeded(work);
    return result;
  } finally {
    availability.gaveUp(work);
  }
}

async function repeat<T>(operation: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { availability, isTransient, signal, onRetry } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      return await operation();
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (signal?.aborted)
        throw new WaitAbortedError(`no longer waiting for ${availability.service}`, { cause: error });
      availability.failed(operation, formatError(error));
      await onRetry?.(error);
      await pause(backOffMs(attempt, options), signal);
    }
  }
}

/** Waits for some milliseconds or until the signal; both end it without an error. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
}

/**
 * The delay after a failure: it doubles each time up to a bound, and half of it is random.
 * @param attempt how many attempts failed before this one.
 */
export function backOffMs(attempt: number, options: BackOffOptions = {}): number {
  const { firstDelayMs = FIRST_DELAY_MS, maxDelayMs = MAX_DELAY_MS } = options;
  const bound = Math.min(maxDelayMs, firstDelayMs * 2 ** attempt);
  return bound * (HALF + Math.random() * HALF);
}

/** The message of an error; some errors of sockets have no message, only a code. */
export function formatError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
