import { pause } from '@weather/service-runtime';
import { SummarySweep, type WeatherDatabase } from '@weather/weather-store';
import type { HousekeeperMetrics } from './housekeeper-metrics.ts';
import type { HousekeepingLog } from './housekeeping-log.ts';
import { inSmallSteps } from './pace.ts';

export interface KeeperOptions {
  readonly database: WeatherDatabase;
  readonly log: HousekeepingLog;
  readonly metrics: HousekeeperMetrics;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

/** The hours of now are due all the time: with many readings a second the database would do nothing else. */
const REST_PER_SWEEP = 4;

/** Makes due summaries anew until the signal: all that are due, then a pause, of four times as long if it took long. Outages are waited out. */
export async function keepSummaries({
  database,
  log,
  metrics,
  intervalMs,
  signal,
}: KeeperOptions): Promise<void> {
  while (!signal.aborted) {
    const begun = performance.now();
    const sweep = new SummarySweep(database);
    const step = async (): Promise<boolean> => {
      const { days, hours } = await database.whenReachable(() => sweep.step(signal), { signal });
      log.summarised(days);
      metrics.summarised(hours);
      return days > 0;
    };
    await inSmallSteps(step, { signal });
    const ms = performance.now() - begun;
    metrics.turned('summaries', ms);
    await pause(Math.max(intervalMs, ms * REST_PER_SWEEP), signal);
  }
}
