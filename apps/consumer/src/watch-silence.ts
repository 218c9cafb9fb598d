import { pause } from '@weather/service-runtime';
import type { StaleStationMonitor } from '@weather/weather-store/sink';
import type { TopicClock } from './topic-clock.ts';

const LOOK_EVERY_MS = 10_000;
/** On a table where a look takes long, it is taken more seldom. */
const REST_PER_LOOK = 10;
const MAX_REST_MS = 60_000;

export interface WatchSilenceOptions {
  readonly withRetry: (work: () => Promise<number>) => Promise<number>;
  readonly clock: Pick<TopicClock, 'read'>;
  /** Told after each look how many silences there are. */
  readonly onLook: (silent: number) => void;
  readonly signal: AbortSignal;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds of a clock that does not go back. */
  readonly now?: () => number;
}

/** Looks for stations that have gone silent, until the signal; not at all where no rule asks for it. */
export async function watchSilence(
  watch: Pick<StaleStationMonitor, 'isNeeded' | 'poll'>,
  options: WatchSilenceOptions,
): Promise<void> {
  const { withRetry, clock, onLook, signal } = options;
  const { pause: wait = pause, now = () => performance.now() } = options;
  while (watch.isNeeded && !signal.aborted) {
    const read = await clock.read();
    let tookMs = 0;
    const look = async (): Promise<number> => {
      const begun = now();
      const silent = await watch.poll(read);
      tookMs = now() - begun;
      return silent;
    };
    onLook(await withRetry(look));
    await wait(Math.min(Math.max(LOOK_EVERY_MS, tookMs * REST_PER_LOOK), MAX_REST_MS), signal);
  }
}
