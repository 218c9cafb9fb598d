import { pause } from '@weather/service-runtime';
import type { NotifierContext } from './notifier-context.ts';
import { findRoutes } from './receivers/receiver.ts';

const TASK = 'outbox';
const DELETE_INTERVAL_MS = 3_600_000;

/** Relays the outbox to the groups of its receivers, and deletes old notifications. */
export class OutboxLoop {
  #deletedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly context: NotifierContext) {}

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { pollMs, liveness } = this.context;
    while (!signal.aborted) {
      liveness.progressed(TASK);
      if (!(await this.#drain(signal))) await pause(pollMs, signal);
      await this.#deleteOld(signal);
    }
  }

  async #drain(signal: AbortSignal): Promise<boolean> {
    const { store, database, receivers, logger } = this.context;
    const { processed, orphaned } = await database.withRetry(
      () => store.drainOutbox((alert) => findRoutes(alert, receivers)),
      { signal },
    );
    if (orphaned > 0) logger.warn('alerts of the outbox no longer exist', { alerts: orphaned });
    return processed > 0;
  }

  async #deleteOld(signal: AbortSignal): Promise<void> {
    const { store, database, keepDays, logger } = this.context;
    if (performance.now() - this.#deletedAt < DELETE_INTERVAL_MS) return;
    this.#deletedAt = performance.now();
    const rows = await database.withRetry(() => store.deleteOld(keepDays), { signal });
    if (rows > 0) logger.info('old notifications deleted', { rows });
  }
}
