import type { Alert } from '@weather/weather-rules';

/** An episode with the small id of its station. */
export interface StationEpisode {
  readonly station: number;
  readonly episode: Alert;
}

/** An episode is its station, its rule and its start. */
export interface EpisodeKey {
  readonly station: number;
  readonly rule: string;
  readonly startedAt: number;
}

/** Something that people are to be told of an episode. */
export interface EpisodeEvent extends EpisodeKey {
  readonly event: 'firing' | 'resolved';
}

export function keyOf({ station, episode: { rule, startedAt } }: StationEpisode): EpisodeKey {
  return { station, rule, startedAt };
}

/** What people are to be told of episodes: that they have fired, and that those are over. */
export function eventsOf(episodes: readonly StationEpisode[]): EpisodeEvent[] {
  const events: EpisodeEvent[] = [];
  for (const own of episodes) {
    const { firedAt, state } = own.episode;
    if (firedAt !== undefined) events.push({ ...keyOf(own), event: 'firing' });
    if (state === 'resolved') events.push({ ...keyOf(own), event: 'resolved' });
  }
  return events;
}
