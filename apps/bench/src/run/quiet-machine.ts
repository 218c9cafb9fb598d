import { setTimeout as delay } from 'node:timers/promises';
import type { Stopwatch } from '../process/stopwatch.ts';

/** Cores that strangers may use on a machine that counts as quiet. */
export const QUIET_CORES = 0.25;
const WINDOW_MS = 1_000;
const MS_PER_SECOND = 1_000;

/** Waits until strangers use little of the machine, for a bounded time: what they do use is noted with each run. */
export async function waitForQuiet(
  stopwatch: Stopwatch,
  patienceSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  for (const deadline = performance.now() + patienceSeconds * MS_PER_SECOND; ;) {
    const lap = stopwatch.start([]);
    await delay(WINDOW_MS, undefined, { signal });
    const { othersCores, stealCores } = lap.stop();
    if (othersCores + stealCores < QUIET_CORES || performance.now() > deadline) return;
  }
}
