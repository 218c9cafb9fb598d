import type { EntityManager } from '@mikro-orm/mysql';
import { TIMELINESS, timelinessOf, type Episode, type ReadingJudge } from '@weather/weather-judge';
import {
  compareEpisodes,
  type EpisodeDifferences,
  type RestoredEpisodes,
} from '../episodes/reconcile-episodes.ts';
import { newestCheckpoint } from './choose-checkpoint.ts';
import { listCheckpoints, loadStates } from './station-checkpoints.ts';
import { BEFORE_ANY_READING, rowsBehind } from './station-rows.ts';
import { TrackedStation } from './tracked-station.ts';

/**
 * A station as it is at a checkpoint; as it was before its first reading where there is none. The state may be unknown.
 * @param changes is given the open episodes whose rule is gone.
 */
export function stationAt(
  judge: ReadingJudge,
  { station, stationId }: Pick<TrackedStation, 'station' | 'stationId'>,
  checkpoint: { readonly at: number | undefined; readonly state: string | undefined },
  changes: Episode[],
): TrackedStation {
  const { at, state: text } = checkpoint;
  const state = text === undefined ? judge.begin(stationId) : judge.revive(stationId, text, changes);
  return new TrackedStation(station, stationId, state, at);
}

/** Stations as what is stored says that they are. */
export interface RestoredStations {
  readonly stations: ReadonlyMap<number, TrackedStation>;
  /** Where their episodes are not those of the table. */
  readonly differences: EpisodeDifferences;
}

/**
 * Makes out the state of stations from what is stored: their newest checkpoints, and the readings behind them. What these
 * have led to is in the tables, if they were judged by the same rules; the open episodes are compared with the table.
 */
export async function restoreStations(
  em: EntityManager,
  judge: ReadingJudge,
  stationIds: ReadonlyMap<number, string>,
): Promise<RestoredStations> {
  const listed = await listCheckpoints(em, [...stationIds.keys()]);
  const newest = new Map([...listed].map(([station, all]) => [station, newestCheckpoint(all)]));
  const states = await loadStates(
    em,
    [...newest.values()].filter((checkpoint) => checkpoint !== undefined),
  );
  const restored = new Map<number, TrackedStation>();
  for (const [station, stationId] of stationIds) {
    const checkpoint = { at: newest.get(station)?.at, state: states.get(station) };
    restored.set(station, stationAt(judge, { station, stationId }, checkpoint, []));
  }
  const starts = [...restored.values()].map(({ station, newest }) => ({
    station,
    at: Math.max(newest, BEFORE_ANY_READING),
  }));
  for await (const { station, rows } of rowsBehind(em, starts)) {
    const tracked = restored.get(station) as TrackedStation;
    for (const { reading, quality } of rows) {
      if (timelinessOf(quality) !== TIMELINESS.inTime) continue;
      judge.judge(tracked.state, reading, []);
      tracked.moveTo(reading.observedAt);
    }
  }
  const episodes = [...restored.values()].map((tracked) => episodesOf(judge, tracked));
  return { stations: restored, differences: await compareEpisodes(em, episodes) };
}

function episodesOf(judge: ReadingJudge, tracked: TrackedStation): RestoredEpisodes {
  const { station, stationId, newest, state } = tracked;
  return {
    station,
    stationId,
    newest,
    open: judge.openEpisodes(state),
    clockRules: judge.clockRules(state),
  };
}
