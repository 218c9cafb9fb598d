import { pause } from '@weather/service-runtime';
import { formatIsoTimestamp, MS_PER_DAY, MS_PER_HOUR } from '@weather/weather-schema';
import { startRetention, type RetentionRun } from '@weather/weather-store/rollups';
import type { TaskOptions } from './refresh-rollups.ts';
import { runThrottled } from './throttle.ts';

export interface RetentionOptions extends TaskOptions {
  readonly retentionDays: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Bounds the time that a reading older than the cutoff stays when it arrives late. */
const RUN_EVERY_MS = MS_PER_HOUR;

/** Deletes old readings until the signal: at once, then every hour. Retries outages until they recover. */
export async function runRetention(options: RetentionOptions): Promise<void> {
  const { database, retentionDays, intervalMs, signal, now } = options;
  while (!signal.aborted) {
    const cutoff = retentionCutoff(now(), retentionDays);
    const start = await database.withRetry(() => startRetention(database, cutoff), { signal });
    if (start.kind === 'ready') await deleteOld(start.run, options);
    await pause(start.kind === 'ready' ? RUN_EVERY_MS : intervalMs, signal);
  }
}

/**
 * The time before which readings are deleted, in milliseconds since the epoch. It is the beginning of a day, UTC, so that
 * hours and days are entirely on one side of it.
 * @param days the minimum age of deleted readings.
 */
export function retentionCutoff(now: number, days: number): number {
  return (Math.floor(now / MS_PER_DAY) - days) * MS_PER_DAY;
}

async function deleteOld(
  run: RetentionRun,
  { database, logger, metrics, signal }: RetentionOptions,
): Promise<void> {
  const start = performance.now();
  let total = 0;
  const step = async (): Promise<boolean> => {
    const deleted = await database.withRetry(() => run.step(), { signal });
    total += deleted ?? 0;
    metrics.deleted(deleted ?? 0);
    return deleted !== undefined;
  };
  await runThrottled(step, { signal });
  metrics.ran('retention', performance.now() - start);
  if (total > 0)
    logger.info('old readings deleted', { readings: total, before: formatIsoTimestamp(run.cutoff) });
}
