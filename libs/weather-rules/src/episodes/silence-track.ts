import type { Reading } from '@weather/weather-schema';
import type { SilenceRule } from '../rules/rule.ts';
import { moveEpisode, type Episode } from './episode.ts';
import { EpisodeSlot } from './episode-slot.ts';
import type { RuleTrack } from './rule-track.ts';
import { silenceDue } from './silence-due.ts';

const MS_PER_SECOND = 1000;

/** A rule about silence, at one station. A gap between two readings is a silence as well, whether the clock saw it or not. */
export class SilenceTrack implements RuleTrack {
  readonly #slot: EpisodeSlot;

  constructor(
    readonly rule: SilenceRule,
    stationId: string,
    episode?: Episode,
  ) {
    this.#slot = new EpisodeSlot(rule, stationId, episode);
  }

  get episode(): Episode | undefined {
    return this.#slot.open;
  }

  judge({ observedAt }: Reading, _quality: number, newestAt: number, changes: Episode[]): void {
    this.judgeClock(newestAt, observedAt, changes);
    const open = this.#slot.open;
    if (open !== undefined) this.#end(open, newestAt, observedAt, changes);
  }

  /** Begins the episode that is due at `now`; it fires at once. */
  judgeClock(newestAt: number, now: number, changes: Episode[]): void {
    if (this.#slot.open !== undefined) return;
    const startedAt = silenceDue(this.rule, newestAt, now);
    if (startedAt === undefined) return;
    const seconds = this.rule.silenceMs / MS_PER_SECOND;
    moveEpisode(this.#slot.begin(startedAt, seconds, changes), 'firing', startedAt);
  }

  #end(open: Episode, newestAt: number, at: number, changes: Episode[]): void {
    const episode = this.#slot.edit(open, changes);
    const seconds = (at - newestAt) / MS_PER_SECOND;
    if (seconds > episode.peakValue) {
      episode.peakValue = seconds;
      episode.peakAt = at;
    }
    this.#slot.end(episode, at, changes);
  }
}
