import { WaitAbortedError } from '@weather/service-runtime';
import type { NotifierContext } from './notifier-context.ts';
import { runOutboxLoop } from './outbox-loop.ts';
import { ReceiverLoop } from './receiver-loop.ts';

/** Drains the outbox and notifies every receiver, until the signal. */
export async function runNotifier(context: NotifierContext, signal: AbortSignal): Promise<void> {
  const { receivers } = context;
  await logReceivers(context, signal);
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const loops = [
    runOutboxLoop(context, stop),
    ...receivers.map((receiver) => new ReceiverLoop(receiver, context).run(stop)),
  ];
  // A loop that fails stops the others, so that the app ends with its error once nothing uses the database.
  const results = await Promise.allSettled(loops.map((loop) => loop.finally(() => failed.abort())));
  const errors = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  const [cause = errors[0]] = errors.filter((error) => !(error instanceof WaitAbortedError));
  if (cause !== undefined) throw cause as Error;
}

async function logReceivers(
  { store, database, receivers, logger }: NotifierContext,
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
