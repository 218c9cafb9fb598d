import { pause } from '@weather/service-runtime';

const MIN_PAUSE_MS = 10;
const MAX_PAUSE_MS = 5_000;

/** The hours of now are due all the time: with many readings a second the database would do nothing else. */
const REST_PER_PASS = 4;
const MAX_REST_MS = 60_000;

/**
 * How long to rest behind a pass: four times as long as it took, a minute at most where the interval is not longer. An
 * outage that it has waited for is no work, so it is not to be in `busyMs`.
 */
export function restAfter(busyMs: number, intervalMs: number): number {
  return Math.max(intervalMs, Math.min(busyMs * REST_PER_PASS, MAX_REST_MS));
}

export interface PaceOptions {
  readonly signal: AbortSignal;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds of a clock that does not go back. */
  readonly now?: () => number;
}

/**
 * Repeats a step for as long as it has done something, with a pause behind each as long as the step took: the database is
 * busy with it for half of the time at the most, and readings are stored in between.
 * @param step says whether it has done something.
 */
export async function inSmallSteps(
  step: () => Promise<boolean>,
  { signal, pause: wait = pause, now = () => performance.now() }: PaceOptions,
): Promise<void> {
  while (!signal.aborted) {
    const start = now();
    if (!(await step())) return;
    await wait(Math.min(Math.max(now() - start, MIN_PAUSE_MS), MAX_PAUSE_MS), signal);
  }
}
