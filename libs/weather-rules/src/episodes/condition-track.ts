import { looksUp, type Condition, type Rule } from '../rules/rule.ts';
import { moveEpisode, type Episode, type EpisodeDraft } from './episode.ts';
import { EpisodeSlot } from './episode-slot.ts';

/** The condition of a rule at one station: follows the values that count, in order of event time, through its episodes. */
export class ConditionTrack {
  readonly #slot: EpisodeSlot;
  /** High values are compared as they are and low ones with their sign turned, so that extreme is always more. */
  readonly #sign: number;
  readonly #inclusive: boolean;
  readonly #threshold: number;
  readonly #clear: number;
  readonly #forMs: number;

  constructor(rule: Condition & Pick<Rule, 'name' | 'severity'>, stationId: string, episode?: Episode) {
    this.#slot = new EpisodeSlot(rule, stationId, episode);
    this.#sign = looksUp(rule.comparison) ? 1 : -1;
    this.#inclusive = rule.comparison === 'atLeast' || rule.comparison === 'atMost';
    this.#threshold = this.#sign * rule.threshold;
    this.#clear = this.#sign * rule.clear;
    this.#forMs = rule.forMs;
  }

  get episode(): Episode | undefined {
    return this.#slot.open;
  }

  /** Whether a value, NaN included, can change nothing: there is no episode, and it begins none. */
  isIdleAt(value: number): boolean {
    return this.#slot.open === undefined && !this.#isBeyond(this.#threshold, value);
  }

  follow(value: number, at: number, changes: Episode[]): void {
    const open = this.#slot.open;
    if (open === undefined) {
      if (this.#isBeyond(this.#threshold, value))
        this.#count(this.#slot.begin(at, value, changes), value, at);
    } else if (this.#isBeyond(this.#clear, value)) this.#count(this.#slot.edit(open, changes), value, at);
    else this.#slot.end(open, at, changes);
  }

  #count(episode: EpisodeDraft, value: number, at: number): void {
    episode.readingCount += 1;
    if (this.#sign * value > this.#sign * episode.peakValue) {
      episode.peakValue = value;
      episode.peakAt = at;
    }
    if (episode.state === 'pending' && at - episode.startedAt >= this.#forMs)
      moveEpisode(episode, 'firing', at);
  }

  #isBeyond(limit: number, value: number): boolean {
    const signed = this.#sign * value;
    return signed > limit || (this.#inclusive && signed === limit);
  }
}
