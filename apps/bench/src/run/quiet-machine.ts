import { setTimeout as delay } from 'node:timers/promises';
import type { Stopwatch } from '../process/stopwatch.ts';

/** Cores that strangers, and the servers, may use on a machine that counts as quiet. */
const QUIET_CORES = 0.25;
const WINDOW_MS = 1_000;
const MS_PER_SECOND = 1_000;

/**
 * Waits until strangers use little of the machine and the servers have done with the work of the run before, for a bounded
 * time: what strangers use nevertheless is noted with each run.
 */
export async function waitForQuiet(
  stopwatch: Stopwatch,
  patienceSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  for (const deadline = performance.now() + patienceSeconds * MS_PER_SECOND; ;) {
    const lap = stopwatch.start([]);
    await delay(WINDOW_MS, undefined, { signal });
    const { othersCores, stealCores, cpuSeconds, seconds } = lap.stop();
    const servers = (cpuSeconds.kafka + cpuSeconds.database) / seconds;
    const quiet = othersCores + stealCores < QUIET_CORES && servers < QUIET_CORES;
    if (quiet || performance.now() > deadline) return;
  }
}
