import { describe, expect, it } from '@jest/globals';
import { EPISODE_MOVES, moveEpisode, type EpisodeDraft, type EpisodeState } from './episode.ts';

const STATES = Object.keys(EPISODE_MOVES) as EpisodeState[];
const LEGAL = ['pending firing', 'pending dropped', 'firing resolved'];

const episodeIn = (state: EpisodeState): EpisodeDraft => ({
  rule: 'heat',
  stationId: 'roof',
  severity: 'warning',
  state,
  startedAt: 1,
  peakValue: 31,
  peakAt: 1,
  readingCount: 1,
});

describe('moveEpisode', () => {
  it.each(STATES.flatMap((from) => STATES.map((to) => [from, to] as const)))('from %s to %s', (from, to) => {
    const episode = episodeIn(from);
    if (LEGAL.includes(`${from} ${to}`)) {
      moveEpisode(episode, to, 5);
      expect(episode.state).toBe(to);
    } else {
      expect(() => moveEpisode(episode, to, 5)).toThrow(
        `An episode of heat cannot move from ${from} to ${to}`,
      );
      expect(episode).toEqual(episodeIn(from));
    }
  });

  it('notes when an episode fired and when it was resolved', () => {
    const episode = episodeIn('pending');
    moveEpisode(episode, 'firing', 5);
    moveEpisode(episode, 'resolved', 9);
    expect(episode).toMatchObject({ firedAt: 5, resolvedAt: 9 });
  });
});
