import { WaitAbortedError, type Logger, type Tracer, type LivenessMonitor } from '@weather/service-runtime';
import type { WeatherDatabase } from '@weather/weather-store';
import type { NotificationStore } from '@weather/weather-store/notifications';
import { OutboxLoop } from './outbox-loop.ts';
import { ReceiverLoop } from './receiver-loop.ts';
import type { NotifierMetrics } from './notifier-metrics.ts';
import type { Receiver } from './receivers/receiver.ts';

export interface NotifierOptions {
  readonly store: NotificationStore;
  readonly database: Pick<WeatherDatabase, 'withRetry'>;
  readonly receivers: readonly Receiver[];
  readonly externalUrl: string;
  readonly pollMs: number;
  readonly retryMaxMs: number;
  readonly keepDays: number;
  readonly liveness: LivenessMonitor;
  readonly metrics: NotifierMetrics;
  readonly tracer: Tracer;
  readonly logger: Logger;
}

/** Drains the outbox and notifies every receiver, until the signal. */
export async function runNotifier(options: NotifierOptions, signal: AbortSignal): Promise<void> {
  const { receivers } = options;
  await logReceivers(options, signal);
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const loops = [
    new OutboxLoop({ ...options, now: () => performance.now() }),
    ...receivers.map((receiver) => new ReceiverLoop({ ...options, receiver })),
  ];
  // A loop that fails stops the others, so that the app ends with its error once nothing uses the database.
  const results = await Promise.allSettled(loops.map((loop) => loop.run(stop).finally(() => failed.abort())));
  const errors = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  const [cause = errors[0]] = errors.filter((error) => !(error instanceof WaitAbortedError));
  if (cause !== undefined) throw cause as Error;
}

async function logReceivers(
  { store, database, receivers, logger }: NotifierOptions,
  signal: AbortSignal,
): Promise<void> {
  const names = receivers.map(({ name }) => name);
  if (names.length === 0)
    logger.info('no receivers configured, alerts are not sent anywhere; set NOTIFIER_RECEIVERS_PATH');
  else logger.info('notifying', { receivers: names });
  const unconfigured = await database.withRetry(() => store.findUnconfiguredReceivers(names), { signal });
  if (unconfigured.length > 0)
    logger.warn('notifications are waiting for receivers that are not configured', {
      receivers: unconfigured,
    });
}
