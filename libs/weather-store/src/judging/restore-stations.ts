import type { EntityManager } from '@mikro-orm/mysql';
import { TIMELINESS, timelinessOf, type Episode, type ReadingJudge } from '@weather/weather-judge';
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

/**
 * Makes out the state of stations from what is stored: their newest checkpoints, and the readings behind them.
 * @param changes is given the open episodes whose rule is gone; what the readings have led to is stored already.
 */
export async function restoreStations(
  em: EntityManager,
  judge: ReadingJudge,
  stationIds: ReadonlyMap<number, string>,
  changes: Episode[],
): Promise<Map<number, TrackedStation>> {
  const listed = await listCheckpoints(em, [...stationIds.keys()]);
  const newest = new Map([...listed].map(([station, all]) => [station, newestCheckpoint(all)]));
  const states = await loadStates(
    em,
    [...newest.values()].filter((checkpoint) => checkpoint !== undefined),
  );
  const restored = new Map<number, TrackedStation>();
  for (const [station, stationId] of stationIds) {
    const checkpoint = { at: newest.get(station)?.at, state: states.get(station) };
    restored.set(station, stationAt(judge, { station, stationId }, checkpoint, changes));
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
  return restored;
}
