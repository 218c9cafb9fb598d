import { ReadingEvaluator } from '@weather/weather-rules';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import type { WeatherDatabase } from '@weather/weather-store';
import { resolveOrphanedAlerts, ReadingSink, StaleStationMonitor } from '@weather/weather-store/sink';
import { aboveThreshold } from './exceedance-rule.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { ConsumerLog } from './consumer-log.ts';
import { loadRules } from './rules/load-rules.ts';

const BYTES_PER_MB = 1_000_000;

/** The sink of batches and the monitor of stale stations, with the same rules. */
export interface Store {
  readonly sink: ReadingSink;
  readonly silence: StaleStationMonitor;
}

export interface OpenSinkOptions {
  readonly signal: AbortSignal;
  readonly log: Pick<ConsumerLog, 'shared' | 'restored'>;
  readonly metrics: Pick<ConsumerMetrics, 'shared' | 'restored'>;
}

/** @throws ConfigurationError when the alert rules cannot be used. */
export async function openSink(
  database: WeatherDatabase,
  consumer: Readonly<ConsumerConfig>,
  { signal, log, metrics }: OpenSinkOptions,
): Promise<Store> {
  const ruleSet = loadRules(consumer);
  const allowedLatenessMs = consumer.allowedLatenessMinutes * MS_PER_MINUTE;
  await database.withRetry(() => resolveOrphanedAlerts(database, ruleSet, Date.now()), { signal });
  const sink = await ReadingSink.open({
    database,
    evaluator: new ReadingEvaluator(ruleSet),
    allowedLatenessMs,
    isExceedance: aboveThreshold(consumer.alertThresholdCelsius),
    cacheBytes: consumer.stationCacheMb * BYTES_PER_MB,
    onRestored: (restored) => {
      log.restored(restored);
      metrics.restored(restored.stations);
    },
    onShared: (stationIds) => {
      log.shared(stationIds);
      metrics.shared(stationIds.length);
    },
  });
  return { sink, silence: new StaleStationMonitor({ database, ruleSet, allowedLatenessMs, now: Date.now }) };
}
