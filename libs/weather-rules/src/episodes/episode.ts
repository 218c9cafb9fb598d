import type { Severity } from '../rules/rule.ts';

/** Pending: begun, and not yet long enough. Dropped: it ended before that, so that nobody is to hear of it. */
export type EpisodeState = 'pending' | 'firing' | 'resolved' | 'dropped';

/** The legal moves: from each state to these. Every episode begins as pending; one without `for` fires at once. */
export const EPISODE_MOVES: Readonly<Record<EpisodeState, readonly EpisodeState[]>> = {
  pending: ['firing', 'dropped'],
  firing: ['resolved'],
  resolved: [],
  dropped: [],
};

/** The time in which a rule holds at a station, from onset to end. Every time is event time, in ms. */
export interface Episode {
  /** The name of the rule. */
  readonly rule: string;
  readonly stationId: string;
  /** The rule's when the episode began. */
  readonly severity: Severity;
  readonly state: EpisodeState;
  /** The first reading that met the condition; of a silence, when it had lasted too long. With rule and station the key. */
  readonly startedAt: number;
  /** The reading at which the condition had held for long enough. */
  readonly firedAt?: number;
  /** The reading that ended it. */
  readonly resolvedAt?: number;
  /** The most extreme value, in the unit of the rule's threshold; of a silence its length in seconds. */
  readonly peakValue: number;
  /** When it was first reached. */
  readonly peakAt: number;
  /** How many readings, with the first and without the one that ended it; none in a silence. */
  readonly readingCount: number;
}

/** An episode while it is being folded. */
export type EpisodeDraft = { -readonly [Field in keyof Episode]: Episode[Field] };

/**
 * Moves an episode to its next state and notes when.
 * @throws Error if the move is not legal.
 */
export function moveEpisode(episode: EpisodeDraft, to: EpisodeState, at: number): void {
  if (!EPISODE_MOVES[episode.state].includes(to)) {
    throw new Error(`An episode of ${episode.rule} cannot move from ${episode.state} to ${to}`);
  }
  episode.state = to;
  if (to === 'firing') episode.firedAt = at;
  if (to === 'resolved') episode.resolvedAt = at;
}
