import { pause } from '@weather/service-runtime';
import { RollupRefresher, type RefreshStep, type WeatherDatabase } from '@weather/weather-store';
import type { MaintenanceMetrics } from './maintenance-metrics.ts';
import type { MaintenanceLog } from './maintenance-log.ts';
import { inSmallSteps, restAfter } from './pace.ts';

export interface KeeperOptions {
  readonly database: WeatherDatabase;
  readonly log: MaintenanceLog;
  readonly metrics: MaintenanceMetrics;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

/** Makes due summaries anew until the signal: all that are due, then a pause, of four times as long if it took long. Outages are waited out, and no reason for a pause. */
export async function keepSummaries({
  database,
  log,
  metrics,
  intervalMs,
  signal,
}: KeeperOptions): Promise<void> {
  while (!signal.aborted) {
    const begun = performance.now();
    const sweep = new RollupRefresher(database);
    let waitedMs = 0;
    const step = async (): Promise<boolean> => {
      const asked = performance.now();
      let attempted = asked;
      const attempt = async (): Promise<RefreshStep> => {
        attempted = performance.now();
        return await sweep.step(signal);
      };
      const { days, hours } = await database.withRetry(attempt, { signal });
      waitedMs += attempted - asked;
      log.summarised(days);
      metrics.summarised(hours);
      return days > 0;
    };
    await inSmallSteps(step, { signal });
    const ms = performance.now() - begun;
    metrics.turned('summaries', ms);
    await pause(restAfter(ms - waitedMs, intervalMs), signal);
  }
}
