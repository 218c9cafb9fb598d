import { pause } from '@weather/service-runtime';
import type { NotifierContext } from './notifier-context.ts';
import { findRoutes } from './receivers/receiver.ts';

const TASK = 'outbox';
const DELETE_INTERVAL_MS = 3_600_000;

/** Relays the outbox to the groups of its receivers, and deletes old notifications, until the signal. */
export async function runOutboxLoop(context: NotifierContext, signal: AbortSignal): Promise<void> {
  let deletedAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    context.liveness.progressed(TASK);
    if (!(await drain(context, signal))) await pause(context.pollMs, signal);
    if (performance.now() - deletedAt < DELETE_INTERVAL_MS) continue;
    deletedAt = performance.now();
    await deleteOld(context, signal);
  }
}

async function drain(
  { store, database, receivers, logger }: NotifierContext,
  signal: AbortSignal,
): Promise<boolean> {
  const { processed, orphaned } = await database.withRetry(
    () => store.drainOutbox((alert) => findRoutes(alert, receivers)),
    { signal },
  );
  if (orphaned > 0) logger.warn('alerts of the outbox no longer exist', { alerts: orphaned });
  return processed > 0;
}

async function deleteOld(
  { store, database, keepDays, logger }: NotifierContext,
  signal: AbortSignal,
): Promise<void> {
  const rows = await database.withRetry(() => store.deleteOld(keepDays), { signal });
  if (rows > 0) logger.info('old notifications deleted', { rows });
}
