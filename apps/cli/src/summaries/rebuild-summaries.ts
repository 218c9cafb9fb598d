import {
  markRangeDirty,
  RollupRefresher,
  type RollupRange,
  type WeatherDatabase,
} from '@weather/weather-store';

export interface RebuildOptions {
  readonly database: WeatherDatabase;
  readonly range: RollupRange;
  readonly progress: (text: () => string) => void;
  readonly signal: AbortSignal;
}

/**
 * Marks the days of a range and makes one pass over the marks: each day is then made anew, here or by a maintenance. Ended
 * early or killed, what is marked is done by whoever sweeps next.
 * @returns the number of days, each of one station.
 */
export async function rebuildSummaries(options: RebuildOptions): Promise<number> {
  const { database, range, progress, signal } = options;
  const { days, from } = await database.whenReachable(() => markRangeDirty(database, range, signal), {
    signal,
  });
  const pass = new RollupRefresher(database, { from, to: range.to });
  for (let done = 0; !signal.aborted;) {
    const step = await database.whenReachable(() => pass.step(signal), { signal });
    if (step.days === 0) break;
    done += step.days;
    progress(() => `days made anew: ${done} of ${days}`);
  }
  return days;
}
