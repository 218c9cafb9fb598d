import type { Reading } from '@weather/weather-schema';
import { TIMELINESS, timelinessOf } from '../quality/quality-flag.ts';
import type { Rule, RuleSet } from '../rules/rule.ts';
import { stationMatcher } from '../rules/station-pattern.ts';
import { AlertState, type SavedAlertState } from './alert-state.ts';
import { ChangeTrack } from './change-track.ts';
import type { Episode } from './episode.ts';
import { EpisodeSlot } from './episode-slot.ts';
import type { RuleTrack } from './rule-track.ts';
import { SilenceTrack } from './silence-track.ts';
import { ValueTrack } from './value-track.ts';

/** A rule at a station, measured with an open episode at every third one; a rule about silence takes 200. */
const BYTES_OF_TRACK = 300;
/** 61 times and as many values. */
const BYTES_OF_WINDOW = 1_500;

const NOTHING_SAVED: SavedAlertState = { episodes: [], windows: {} };

/**
 * Folds the readings of each station, in order of their event time, into the episodes of the rules. It keeps nothing itself:
 * all that a station's next reading needs is in the station's state.
 *
 * Every `changes` is the list of one batch: each episode that a reading begins, goes on with or ends is added to it once,
 * and stands there as the batch left it, whatever later batches do with it. Give each batch a list of its own.
 */
export class AlertJudge {
  readonly #watches: readonly { readonly rule: Rule; readonly matches: (stationId: string) => boolean }[];

  constructor({ rules }: RuleSet) {
    this.#watches = rules.map((rule) => ({ rule, matches: stationMatcher(rule.stations) }));
  }

  /** The state of a station that has sent nothing. */
  newState(stationId: string): AlertState {
    return this.#stateOf(this.#rulesOf(stationId), NOTHING_SAVED, stationId);
  }

  /**
   * The state that `JSON.stringify` wrote. An open episode goes on by what its rule now says; if no rule of its name watches
   * the station any more, it is ended at the station's newest reading and added to the changes.
   */
  revive(saved: SavedAlertState, stationId: string, changes: Episode[]): AlertState {
    const rules = this.#rulesOf(stationId);
    for (const episode of saved.episodes) {
      if (rules.some(({ name }) => name === episode.rule)) continue;
      const at = saved.newestAt ?? episode.startedAt;
      new EpisodeSlot({ name: episode.rule, severity: episode.severity }, stationId).end(
        episode,
        at,
        changes,
      );
    }
    return this.#stateOf(rules, saved, stationId);
  }

  /**
   * Takes the next reading of a station, with its flags. A reading that did not come in its time changes nothing; a value
   * that has not passed, is missing or not defined, neither extends an episode nor ends it.
   */
  judge(state: AlertState, reading: Reading, quality: number, changes: Episode[]): void {
    if (timelinessOf(quality) !== TIMELINESS.inTime) return;
    for (const track of state.tracks) track.judge(reading, quality, state.newestAt, changes);
    state.newestAt = reading.observedAt;
  }

  /** Begins the silences of a station that are due at `now`, in ms: that no reading comes no reading tells. */
  judgeSilence(state: AlertState, now: number, changes: Episode[]): void {
    for (const track of state.tracks) {
      if (track instanceof SilenceTrack) track.judgeClock(state.newestAt, now, changes);
    }
  }

  /** The names of the rules whose episodes the clock begins: the state need not know of these. */
  clockRules(state: AlertState): Set<string> {
    const silences = state.tracks.filter((track) => track instanceof SilenceTrack);
    return new Set(silences.map(({ rule }) => rule.name));
  }

  /** An upper bound, by estimate, of the bytes of memory that a state takes. */
  bytesOf({ tracks }: AlertState): number {
    const windows = tracks.filter((track) => track instanceof ChangeTrack).length;
    return bytesOf(tracks.length, windows);
  }

  /** The same of a station that every rule watches. */
  get mostBytes(): number {
    return bytesOf(this.#watches.length, this.#watches.filter(({ rule }) => rule.kind === 'change').length);
  }

  #rulesOf(stationId: string): Rule[] {
    return this.#watches.filter(({ matches }) => matches(stationId)).map(({ rule }) => rule);
  }

  #stateOf(
    rules: readonly Rule[],
    { newestAt, episodes, windows }: SavedAlertState,
    stationId: string,
  ): AlertState {
    const tracks = rules.map((rule) => {
      const episode = episodes.find((open) => open.rule === rule.name);
      return trackOf(rule, stationId, episode, windows);
    });
    return new AlertState(tracks, newestAt);
  }
}

function bytesOf(tracks: number, windows: number): number {
  return tracks * BYTES_OF_TRACK + windows * BYTES_OF_WINDOW;
}

function trackOf(
  rule: Rule,
  stationId: string,
  episode: Episode | undefined,
  windows: SavedAlertState['windows'],
): RuleTrack {
  switch (rule.kind) {
    case 'value':
      return new ValueTrack(rule, stationId, episode);
    case 'change':
      return new ChangeTrack(rule, stationId, episode, windows);
    case 'silence':
      return new SilenceTrack(rule, stationId, episode);
  }
}
