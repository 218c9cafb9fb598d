import { pause } from '@weather/service-runtime';
import type { WeatherDatabase } from '@weather/weather-store';
import { RollupRefresher, type RefreshStep } from '@weather/weather-store/rollups';
import type { MaintenanceLog } from './maintenance-log.ts';
import type { MaintenanceMetrics } from './maintenance-metrics.ts';
import { pauseAfterPass, runThrottled } from './throttle.ts';

export interface TaskOptions {
  readonly database: WeatherDatabase;
  readonly log: MaintenanceLog;
  readonly metrics: MaintenanceMetrics;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

/** Refreshes dirty rollups until the signal: one pass over all of them, then a pause. Retries outages until they recover. */
export async function refreshRollups({
  database,
  log,
  metrics,
  intervalMs,
  signal,
}: TaskOptions): Promise<void> {
  while (!signal.aborted) {
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
      log.refreshed(days);
      metrics.refreshed(hours);
      return days > 0;
    };
    await runThrottled(step, { signal });
    const ms = performance.now() - start;
    metrics.ran('rollups', ms);
    await pause(pauseAfterPass(ms - waitedMs, intervalMs), signal);
  }
}
