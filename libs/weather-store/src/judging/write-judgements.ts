import type { EntityManager } from '@mikro-orm/mysql';
import type { ReadingEvaluator } from '@weather/weather-rules';
import { eventsOf, type EpisodeEvent, type StationEpisode } from '../episodes/episode-changes.ts';
import { writeRejudgedEpisodes } from '../episodes/rejudged-episodes.ts';
import { writeEpisodes } from '../episodes/write-episodes.ts';
import { freeSlot } from './choose-checkpoint.ts';
import type { Rejudged } from './judge-late-rows.ts';
import { listCheckpoints, voidCheckpoints, writeCheckpoints } from './station-checkpoints.ts';
import { writeQualities } from './station-rows.ts';
import type { TrackedStation } from './tracked-station.ts';

export interface Judgements {
  /** The episodes that the readings in order have begun, gone on with or ended. */
  readonly episodes: readonly StationEpisode[];
  readonly rejudged: readonly Rejudged[];
  readonly needCheckpoint: readonly TrackedStation[];
  readonly latenessMs: number;
}

/**
 * Writes what judging a batch has led to besides the flags of its own rows.
 * @returns what people are to be told.
 */
export async function writeJudgements(
  em: EntityManager,
  judge: ReadingEvaluator,
  judgements: Judgements,
): Promise<EpisodeEvent[]> {
  const { episodes, rejudged } = judgements;
  const events = rejudged.length === 0 ? [] : await writeRejudged(em, judge, rejudged);
  await writeEpisodes(em, episodes);
  await noteStates(em, judge, judgements);
  return [...events, ...eventsOf(episodes)];
}

async function writeRejudged(
  em: EntityManager,
  judge: ReadingEvaluator,
  rejudged: readonly Rejudged[],
): Promise<EpisodeEvent[]> {
  await writeQualities(
    em,
    rejudged.flatMap(({ changed }) => changed),
  );
  const silences = judge.ruleSet.rules.filter(({ kind }) => kind === 'silence');
  const ended = await writeRejudgedEpisodes(
    em,
    rejudged.map(({ since: { station }, checkpointAt, episodes }) => ({
      station,
      after: checkpointAt,
      episodes,
    })),
    new Set(silences.map(({ name }) => name)),
  );
  const moved = rejudged.flatMap(({ since: { station }, episodes }) =>
    episodes.map((episode) => ({ station, episode })),
  );
  return [...ended, ...eventsOf(moved)];
}

/** Checkpoints behind a reading that came late hold no longer; stations with many readings behind theirs get the next. */
async function noteStates(
  em: EntityManager,
  judge: ReadingEvaluator,
  { rejudged, needCheckpoint, latenessMs }: Judgements,
): Promise<void> {
  const stations = [
    ...rejudged.map(({ since }) => since.station),
    ...needCheckpoint.map(({ station }) => station),
  ];
  if (stations.length === 0) return;
  const listed = await listCheckpoints(em, stations);
  const ended = rejudged.flatMap(({ since }) =>
    (listed.get(since.station) ?? []).filter(({ at, kind }) => at >= since.at && kind === 'state'),
  );
  await voidCheckpoints(em, ended);
  const next = needCheckpoint.map((tracked) => {
    const { station, newest, state } = tracked;
    const others = (listed.get(station) ?? []).filter((checkpoint) => !ended.includes(checkpoint));
    const slot = freeSlot(others, tracked.horizon(latenessMs));
    return { station, slot, at: newest, state: judge.serialise(state) };
  });
  await writeCheckpoints(em, next);
  for (const station of needCheckpoint) station.noteCheckpoint();
}
