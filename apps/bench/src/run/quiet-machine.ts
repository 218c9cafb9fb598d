import { MS_PER_SECOND } from '@weather/weather-schema';
import { setTimeout as delay } from 'node:timers/promises';
import type { Stopwatch } from '../process/stopwatch.ts';

/** Cores that other processes, and the servers, may use on an idle machine. */
const QUIET_CORES = 0.25;
const WINDOW_MS = 1_000;

/**
 * Waits for a bounded time until other processes use little of the machine and the servers have finished the work of the
 * previous run. The usage of others is recorded with each run.
 */
export async function waitForIdleMachine(
  stopwatch: Stopwatch,
  quietTimeoutSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  for (const deadline = performance.now() + quietTimeoutSeconds * MS_PER_SECOND; ;) {
    const lap = stopwatch.start([]);
    await delay(WINDOW_MS, undefined, { signal });
    const { othersCores, stealCores, cpuSeconds, seconds } = lap.stop();
    const servers = (cpuSeconds.kafka + cpuSeconds.database) / seconds;
    const quiet = othersCores + stealCores < QUIET_CORES && servers < QUIET_CORES;
    if (quiet || performance.now() > deadline) return;
  }
}
