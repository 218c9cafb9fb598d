import { pause, type Logger, type LivenessMonitor } from '@weather/service-runtime';
import type { WeatherDatabase } from '@weather/weather-store';
import type { NotificationStore } from '@weather/weather-store/notifications';
import { routesOf, type Receiver } from './receivers/receiver.ts';

export interface OutboxLoopOptions {
  readonly store: NotificationStore;
  readonly database: Pick<WeatherDatabase, 'withRetry'>;
  readonly receivers: readonly Receiver[];
  readonly pollMs: number;
  readonly keepDays: number;
  readonly liveness: LivenessMonitor;
  readonly logger: Logger;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

const NAME = 'outbox';
const CLEAN_UP_EVERY_MS = 3_600_000;

/** Moves what the sink writes to the receivers that it is for, and removes what has been done with for long. */
export class OutboxLoop {
  #cleanedUpAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: OutboxLoopOptions) {}

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { pollMs, liveness } = this.options;
    while (!signal.aborted) {
      liveness.progressed(NAME);
      if (!(await this.#takeIn(signal))) await pause(pollMs, signal);
      await this.#cleanUp(signal);
    }
  }

  async #takeIn(signal: AbortSignal): Promise<boolean> {
    const { store, database, receivers, logger } = this.options;
    const { taken, gone } = await database.withRetry(
      () => store.takeIn((event) => routesOf(event, receivers)),
      { signal },
    );
    if (gone > 0) logger.warn('episodes of the outbox are no longer there', { episodes: gone });
    return taken > 0;
  }

  async #cleanUp(signal: AbortSignal): Promise<void> {
    const { store, database, keepDays, logger, now } = this.options;
    if (now() - this.#cleanedUpAt < CLEAN_UP_EVERY_MS) return;
    this.#cleanedUpAt = now();
    const removed = await database.withRetry(() => store.removeOld(keepDays), { signal });
    if (removed > 0) logger.info('old notifications removed', { rows: removed });
  }
}
