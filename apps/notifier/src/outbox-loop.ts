import { pause, type LivenessMonitor, type Logger } from '@weather/service-runtime';
import type { WeatherDatabase } from '@weather/weather-store';
import type { NotificationStore } from '@weather/weather-store/notifications';
import { findRoutes, type Receiver } from './receivers/receiver.ts';

export interface OutboxLoopOptions {
  readonly store: NotificationStore;
  readonly database: Pick<WeatherDatabase, 'withRetry'>;
  readonly receivers: readonly Receiver[];
  readonly pollMs: number;
  readonly keepDays: number;
  readonly liveness: LivenessMonitor;
  readonly logger: Logger;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

const TASK = 'outbox';
const DELETE_INTERVAL_MS = 3_600_000;

/** Relays the outbox to the groups of its receivers, and deletes old notifications. */
export class OutboxLoop {
  #deletedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: OutboxLoopOptions) {}

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { pollMs, liveness } = this.options;
    while (!signal.aborted) {
      liveness.progressed(TASK);
      if (!(await this.#drain(signal))) await pause(pollMs, signal);
      await this.#deleteOld(signal);
    }
  }

  async #drain(signal: AbortSignal): Promise<boolean> {
    const { store, database, receivers, logger } = this.options;
    const { processed, orphaned } = await database.withRetry(
      () => store.drainOutbox((alert) => findRoutes(alert, receivers)),
      { signal },
    );
    if (orphaned > 0) logger.warn('alerts of the outbox no longer exist', { alerts: orphaned });
    return processed > 0;
  }

  async #deleteOld(signal: AbortSignal): Promise<void> {
    const { store, database, keepDays, logger, now } = this.options;
    if (now() - this.#deletedAt < DELETE_INTERVAL_MS) return;
    this.#deletedAt = now();
    const rows = await database.withRetry(() => store.deleteOld(keepDays), { signal });
    if (rows > 0) logger.info('old notifications deleted', { rows });
  }
}
