import { collectDefaultMetrics, Histogram, type Registry } from 'prom-client';
import { MS_PER_SECOND } from '../time-units.ts';

/** The prefix of every metric. */
const METRIC_PREFIX = 'weather_';

/** Gauges with the suffix that only counters may have; each has a twin with a label, of which it is the sum. */
const MISNAMED = ['active_handles_total', 'active_requests_total', 'active_resources_total'];
/**
 * Each request resets these, so that each of two scrapers would see a part; a histogram replaces them. The monitor of
 * prom-client cannot be disabled, only made to measure rarely.
 */
const RESET_BY_READING = ['', '_min', '_max', '_mean', '_stddev', '_p50', '_p90', '_p99'];
const SELDOM_MS = 60_000;

const LOOK_EVERY_MS = 20;
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Adds Node's metrics of the process: CPU, memory, files, garbage collection, and the delay of the event loop. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({
    register: registry,
    prefix: METRIC_PREFIX,
    eventLoopMonitoringPrecision: SELDOM_MS,
  });
  const unwanted = [...MISNAMED, ...RESET_BY_READING.map((suffix) => `eventloop_lag${suffix}_seconds`)];
  for (const name of unwanted) registry.removeSingleMetric(`${METRIC_PREFIX}nodejs_${name}`);
  measureEventLoopDelay(registry);
}

/** Measures how late the timers of the process are: until then nothing else makes progress. Does not keep the process alive. */
function measureEventLoopDelay(registry: Registry): void {
  const delays = new Histogram({
    name: 'weather_event_loop_delay_seconds',
    help: 'How late a timer of the process came, looked at every 20 ms.',
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  let due = performance.now() + LOOK_EVERY_MS;
  const look = (): void => {
    const now = performance.now();
    delays.observe(Math.max(0, now - due) / MS_PER_SECOND);
    due = now + LOOK_EVERY_MS;
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}
