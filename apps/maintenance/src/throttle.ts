import { pause } from '@weather/service-runtime';

const MIN_PAUSE_MS = 10;
const MAX_PAUSE_MS = 5_000;
const PAUSE_PER_PASS = 4;
const MAX_PAUSE_AFTER_PASS_MS = 60_000;

/**
 * The pause after a pass: four times as long as it took, but at most a minute, and at least the interval. The current hours
 * become dirty all the time: with many readings per second the database would do nothing else.
 * @param busyMs the duration of the pass without outages that it waited for.
 */
export function pauseAfterPass(busyMs: number, intervalMs: number): number {
  return Math.max(intervalMs, Math.min(busyMs * PAUSE_PER_PASS, MAX_PAUSE_AFTER_PASS_MS));
}

/**
 * Repeats a step until it has nothing left to do, with a pause after each as long as the step took: it keeps the database
 * busy for at most half of the time, and readings are stored in between.
 * @param step returns whether it has done something.
 * @param options.now milliseconds of a monotonic clock.
 */
export async function runThrottled(
  step: () => Promise<boolean>,
  options: { readonly signal: AbortSignal; readonly pause?: typeof pause; readonly now?: () => number },
): Promise<void> {
  const { signal, pause: wait = pause, now = () => performance.now() } = options;
  while (!signal.aborted) {
    const start = now();
    if (!(await step())) return;
    await wait(Math.min(Math.max(now() - start, MIN_PAUSE_MS), MAX_PAUSE_MS), signal);
  }
}
