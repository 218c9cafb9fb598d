import type { EntityManager } from '@mikro-orm/mysql';
import { TIMELINESS, timelinessOf, type ReadingJudge } from '@weather/weather-judge';
import { newestCheckpoints, type Checkpoint } from './station-checkpoints.ts';
import { BEFORE_ANY_READING, rowsBehind } from './station-rows.ts';
import { TrackedStation } from './tracked-station.ts';

/** A station as it is at a checkpoint; as it was before its first reading where there is none. */
export function stationAt(
  judge: ReadingJudge,
  { station, stationId }: Pick<TrackedStation, 'station' | 'stationId'>,
  checkpoint: Checkpoint | undefined,
): TrackedStation {
  const text = checkpoint?.state ?? null;
  const state = text === null ? judge.begin() : judge.revive(text);
  return new TrackedStation(station, stationId, state, checkpoint?.at);
}

/** Makes out the state of stations from what is stored: their newest checkpoints, and the readings behind them. */
export async function restoreStations(
  em: EntityManager,
  judge: ReadingJudge,
  stationIds: ReadonlyMap<number, string>,
): Promise<Map<number, TrackedStation>> {
  const checkpoints = await newestCheckpoints(em, [...stationIds.keys()]);
  const restored = new Map<number, TrackedStation>();
  for (const [station, stationId] of stationIds)
    restored.set(station, stationAt(judge, { station, stationId }, checkpoints.get(station)));
  const starts = [...restored.values()].map(({ station, newest }) => ({
    station,
    at: Math.max(newest, BEFORE_ANY_READING),
  }));
  for await (const { station, reading, quality } of rowsBehind(em, starts)) {
    const tracked = restored.get(station);
    if (tracked === undefined || timelinessOf(quality) !== TIMELINESS.inTime) continue;
    judge.judge(tracked.state, reading);
    tracked.moveTo(reading.observedAt);
  }
  return restored;
}
