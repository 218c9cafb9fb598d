import { collectDefaultMetrics, type Registry } from 'prom-client';

/** What the name of every metric begins with. */
const METRIC_PREFIX = 'weather_';

/** Gauges with the suffix that only counters may have; each has a twin with a label, of which it is the sum. */
const MISNAMED = ['active_handles_total', 'active_requests_total', 'active_resources_total'];
/**
 * Reset by each request: of two scrapers, each would see a part. `EventLoopDelay` has a histogram instead. Its monitor
 * cannot be left out, only be told to look seldom.
 */
const RESET_BY_READING = ['', '_min', '_max', '_mean', '_stddev', '_p50', '_p90', '_p99'];
const SELDOM_MS = 60_000;

/** Adds Node's metrics of the process: CPU, memory, files, garbage collection. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({
    register: registry,
    prefix: METRIC_PREFIX,
    eventLoopMonitoringPrecision: SELDOM_MS,
  });
  const unwanted = [...MISNAMED, ...RESET_BY_READING.map((suffix) => `eventloop_lag${suffix}_seconds`)];
  for (const name of unwanted) registry.removeSingleMetric(`${METRIC_PREFIX}nodejs_${name}`);
}
