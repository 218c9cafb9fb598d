import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../logging/logger.ts';

export interface RetryOptions {
  /** Who is waited for, as the log names it: `MySQL at 127.0.0.1:3307`. */
  readonly service: string;
  /** Whether an error is an outage, which is waited out; any other error is thrown on at once. */
  readonly isOutage: (error: unknown) => boolean;
  readonly logger: Logger;
  /** Ends the waiting: the error of the last attempt is thrown. */
  readonly signal?: AbortSignal;
  /** Called before each wait, for example to send a heartbeat or to count. */
  readonly onRetry?: (error: unknown) => void | Promise<void>;
  readonly firstDelayMs?: number;
  readonly maxDelayMs?: number;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
const MS_PER_SECOND = 1000;

/**
 * Repeats an operation until it succeeds, for as long as it fails with an outage: capped exponential back-off with full
 * jitter. Says once that it waits, and once when the service answers again.
 */
export async function retryOutages<T>(operation: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { service, isOutage, logger, signal, onRetry } = options;
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      const result = await operation();
      if (attempt > 0) logger.info(`${service} answers again`, { afterSeconds: secondsSince(startedAt) });
      return result;
    } catch (error) {
      if (!isOutage(error) || signal?.aborted) throw error;
      if (attempt === 0) logger.warn(`waiting for ${service}`, { reason: reasonOf(error) });
      await onRetry?.(error);
      await waitOrAbort(backOffMs(attempt, options), signal);
    }
  }
}

/** The time before the next attempt: random below a bound that doubles up to `maxDelayMs`. */
function backOffMs(
  attempt: number,
  { firstDelayMs = FIRST_DELAY_MS, maxDelayMs = MAX_DELAY_MS }: RetryOptions,
): number {
  const bound = Math.min(maxDelayMs, firstDelayMs * 2 ** attempt);
  return bound / 2 + (Math.random() * bound) / 2;
}

async function waitOrAbort(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
}

function secondsSince(startedAt: number): number {
  return Number(((performance.now() - startedAt) / MS_PER_SECOND).toFixed(1));
}

/** An error's message, with its code where it has one; some errors of sockets carry nothing else. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  if (error.message === '') return code ?? error.name;
  return error.message;
}
