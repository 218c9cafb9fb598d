import { pause } from '@weather/service-runtime';
import type { StaleStationMonitor } from '@weather/weather-store/sink';
import type { TopicClock } from './topic-clock.ts';

const POLL_INTERVAL_MS = 10_000;
/** On a table where a poll takes long, the pauses grow with it. */
const PAUSE_PER_POLL = 10;
const MAX_PAUSE_MS = 60_000;

export interface WatchSilenceOptions {
  readonly withRetry: (work: () => Promise<number>) => Promise<number>;
  readonly clock: Pick<TopicClock, 'read'>;
  /** Gets the number of stale stations after each poll. */
  readonly onPolled: (stale: number) => void;
  readonly signal: AbortSignal;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/** Polls for stale stations until the signal; not at all without a silence rule. */
export async function watchSilence(
  monitor: Pick<StaleStationMonitor, 'isNeeded' | 'poll'>,
  options: WatchSilenceOptions,
): Promise<void> {
  const { withRetry, clock, onPolled, signal } = options;
  const { pause: wait = pause, now = () => performance.now() } = options;
  while (monitor.isNeeded && !signal.aborted) {
    const readTime = await clock.read();
    let tookMs = 0;
    const poll = async (): Promise<number> => {
      const startedAt = now();
      const stale = await monitor.poll(readTime);
      tookMs = now() - startedAt;
      return stale;
    };
    onPolled(await withRetry(poll));
    await wait(Math.min(Math.max(POLL_INTERVAL_MS, tookMs * PAUSE_PER_POLL), MAX_PAUSE_MS), signal);
  }
}
