import type { Rule } from '../rules/rule.ts';
import { moveEpisode, type Episode, type EpisodeDraft } from './episode.ts';

const NOWHERE = -1;

/** Where the open episode of one rule at one station stands, and how it gets among the changes of a batch. */
export class EpisodeSlot {
  #episode: EpisodeDraft | undefined;
  /** Where the episode stood among the changes to which it was added last. */
  #place = NOWHERE;

  constructor(
    private readonly rule: Pick<Rule, 'name' | 'severity'>,
    private readonly stationId: string,
    episode?: Episode,
  ) {
    this.#episode = episode;
  }

  /** The episode that has not ended. */
  get open(): Episode | undefined {
    return this.#episode;
  }

  /** @returns the new episode, pending and without a reading. */
  begin(startedAt: number, peakValue: number, changes: Episode[]): EpisodeDraft {
    this.#episode = {
      rule: this.rule.name,
      stationId: this.stationId,
      severity: this.rule.severity,
      state: 'pending',
      startedAt,
      peakValue,
      peakAt: startedAt,
      readingCount: 0,
    };
    this.#place = changes.push(this.#episode) - 1;
    return this.#episode;
  }

  /**
   * The open episode, to be changed. Among the changes it stands once, however often it is changed; among those of the next
   * batch stands a copy, so that what a batch is still storing stays as it is.
   */
  edit(episode: Episode, changes: Episode[]): EpisodeDraft {
    if (changes[this.#place] === episode) return episode;
    this.#episode = { ...episode };
    this.#place = changes.push(this.#episode) - 1;
    return this.#episode;
  }

  /** Ends the open episode; a late reading can end a silence, but not before it began. */
  end(episode: Episode, at: number, changes: Episode[]): void {
    const draft = this.edit(episode, changes);
    moveEpisode(draft, draft.state === 'pending' ? 'dropped' : 'resolved', Math.max(at, draft.startedAt));
    this.#episode = undefined;
  }
}
