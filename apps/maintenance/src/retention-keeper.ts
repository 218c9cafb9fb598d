import { pause } from '@weather/service-runtime';
import { startRetention, type RetentionRun } from '@weather/weather-store';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { inSmallSteps } from './pace.ts';
import { retentionFloorAt } from './retention-floor-at.ts';
import type { KeeperOptions } from './summary-keeper.ts';

export interface RetentionOptions extends KeeperOptions {
  readonly retentionDays: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** So that what comes later than the floor does not stay for long. */
const RUN_EVERY_MS = MS_PER_HOUR;

/** Drops old readings until the signal: at once, then every hour. Outages are waited out. */
export async function keepRetention(options: RetentionOptions): Promise<void> {
  const { database, retentionDays, intervalMs, signal, now } = options;
  while (!signal.aborted) {
    const before = retentionFloorAt(now(), retentionDays);
    const start = await database.withRetry(() => startRetention(database, before), { signal });
    if (start.kind === 'ready') await drop(start.run, options);
    await pause(start.kind === 'ready' ? RUN_EVERY_MS : intervalMs, signal);
  }
}

async function drop(run: RetentionRun, { database, log, metrics, signal }: RetentionOptions): Promise<void> {
  const begun = performance.now();
  let total = 0;
  const step = async (): Promise<boolean> => {
    const dropped = await database.withRetry(() => run.step(), { signal });
    total += dropped ?? 0;
    metrics.deleted(dropped ?? 0);
    return dropped !== undefined;
  };
  await inSmallSteps(step, { signal });
  metrics.turned('retention', performance.now() - begun);
  if (total > 0) log.dropped(total, run.cutoff);
}
