import { pause } from '@weather/service-runtime';
import type { SilenceWatch } from '@weather/weather-store';

const LOOK_EVERY_MS = 10_000;
/** On a table where a look takes long, it is taken more seldom. */
const REST_PER_LOOK = 10;

export interface WatchSilenceOptions {
  readonly whenReachable: (work: () => Promise<number>) => Promise<number>;
  /** Told after each look how many silences there are. */
  readonly onLook: (silent: number) => void;
  readonly signal: AbortSignal;
}

/** Looks for stations that have gone silent, until the signal. */
export async function watchSilence(
  watch: Pick<SilenceWatch, 'look'>,
  { whenReachable, onLook, signal }: WatchSilenceOptions,
): Promise<void> {
  while (!signal.aborted) {
    const begun = performance.now();
    onLook(await whenReachable(() => watch.look()));
    const rest = Math.max(LOOK_EVERY_MS, (performance.now() - begun) * REST_PER_LOOK);
    await pause(rest, signal);
  }
}
