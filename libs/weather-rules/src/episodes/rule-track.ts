import type { Reading } from '@weather/weather-schema';
import type { Episode } from './episode.ts';

/** One rule at one station: what it has to remember between two readings. */
export interface RuleTrack {
  /** The episode that has not ended. */
  readonly episode: Episode | undefined;
  /** Takes the next reading; `newestAt` is the time of the one before, −∞ if there is none. */
  judge(reading: Reading, quality: number, newestAt: number, changes: Episode[]): void;
}
