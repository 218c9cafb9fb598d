import { pause, RateLimitedLog, type Logger } from '@weather/service-runtime';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import type { WeatherDatabase } from '@weather/weather-store';
import { RollupRefresher, type RefreshStep } from '@weather/weather-store/rollups';
import type { MaintenanceMetrics } from './maintenance-metrics.ts';
import { pauseAfterPass, runThrottled } from './throttle.ts';

export interface TaskOptions {
  readonly database: WeatherDatabase;
  readonly logger: Logger;
  readonly metrics: MaintenanceMetrics;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

/**
 * Refreshes dirty rollups until the signal: one pass over all of them, then a pause. Retries outages until they recover. Logs
 * the days at most once a minute; the same day of two stations counts twice.
 */
export async function refreshRollups(options: TaskOptions): Promise<void> {
  const refreshed = new RateLimitedLog({
    limitPerPeriod: 0,
    periodMs: MS_PER_MINUTE,
    each: () => undefined,
    summary: (stationDays) => options.logger.info('rollups refreshed in the last minute', { stationDays }),
  });
  try {
    while (!options.signal.aborted) await runPass(options, refreshed);
  } finally {
    refreshed.close();
  }
}

async function runPass(
  { database, metrics, intervalMs, signal }: TaskOptions,
  refreshed: RateLimitedLog,
): Promise<void> {
  const start = performance.now();
  const refresher = new RollupRefresher(database);
  let waitedMs = 0;
  const step = async (): Promise<boolean> => {
    const stepStart = performance.now();
    let attemptStart = stepStart;
    const attempt = async (): Promise<RefreshStep> => {
      attemptStart = performance.now();
      return await refresher.step(signal);
    };
    const { days, hours } = await database.withRetry(attempt, { signal });
    waitedMs += attemptStart - stepStart;
    refreshed.add(days, () => '');
    metrics.refreshed(hours);
    return days > 0;
  };
  await runThrottled(step, { signal });
  const ms = performance.now() - start;
  metrics.ran('rollups', ms);
  await pause(pauseAfterPass(ms - waitedMs, intervalMs), signal);
}
