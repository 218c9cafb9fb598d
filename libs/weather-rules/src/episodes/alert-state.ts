import { ChangeTrack } from './change-track.ts';
import type { SavedWindow } from './change-window.ts';
import type { Episode } from './episode.ts';
import type { RuleTrack } from './rule-track.ts';

/** The state of one station as it is stored: plain values, for `JSON.stringify`. */
export interface SavedAlertState {
  /** The event time of the newest reading; missing before the first. */
  readonly newestAt?: number;
  /** The episodes that have not ended. */
  readonly episodes: readonly Episode[];
  /** What rules about changes have to know of the readings before. */
  readonly windows: Readonly<Record<string, SavedWindow>>;
}

/** The state of one station between two of its readings. Made by `AlertJudge`, which is also the one to change it. */
export class AlertState {
  /** The event time of the newest reading that came in its time; −∞ before the first. */
  newestAt: number;

  constructor(
    /** The rules that watch this station. */
    readonly tracks: readonly RuleTrack[],
    newestAt: number = Number.NEGATIVE_INFINITY,
  ) {
    this.newestAt = newestAt;
  }

  toJSON(): SavedAlertState {
    const changing = this.tracks.filter((track) => track instanceof ChangeTrack);
    return {
      ...(Number.isFinite(this.newestAt) && { newestAt: this.newestAt }),
      episodes: this.tracks.map(({ episode }) => episode).filter((episode) => episode !== undefined),
      windows: Object.fromEntries(changing.map(({ windowKey, window }) => [windowKey, window.toJSON()])),
    };
  }
}
