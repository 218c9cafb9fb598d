import type { EntityManager } from '@mikro-orm/mysql';
import {
  getTimeliness,
  newestCheckpoint,
  restoreState,
  SHARED_FOR_MS,
  TIMELINESS,
  type ReadingEvaluator,
  type Sharing,
  type StationState,
} from '@weather/weather-rules';
import { compareAlerts, type AlertDifferences } from '../alerts/reconcile-alerts.ts';
import { listCheckpoints, loadCheckpointStates, type Checkpoints } from './station-checkpoints.ts';
import { BEFORE_ANY_READING, firstReadings, rowsAfter } from './stored-readings.ts';

/** The states of stations as of the database. */
export interface RestoredStations {
  readonly states: ReadonlyMap<number, StationState>;
  /** Where their alerts differ from the table. */
  readonly differences: AlertDifferences;
}

/**
 * Restores the states of stations from their newest checkpoints and the readings after them. The effects of these are in the
 * tables already, if they were evaluated with the same rules; the open alerts are compared with the table.
 */
export async function restoreStations(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  stationIds: ReadonlyMap<number, string>,
  sharing: ReadonlyMap<number, Sharing>,
): Promise<RestoredStations> {
  const listed = await listCheckpoints(em, [...stationIds.keys()]);
  const newest = new Map([...listed].map(([station, all]) => [station, newestCheckpoint(all)]));
  const texts = await loadCheckpointStates(
    em,
    [...newest.values()].filter((checkpoint) => checkpoint !== undefined),
  );
  const restored = new Map<number, StationState>();
  for (const [station, stationId] of stationIds) {
    const key = { station, stationId, sharing: sharing.get(station) ?? 'none' };
    const checkpoint = { at: newest.get(station)?.at, state: texts.get(station) };
    restored.set(station, restoreState(evaluator, key, checkpoint, []));
  }
  const starts = [...restored.values()].map(({ station, watermark }) => ({
    station,
    at: Math.max(watermark, BEFORE_ANY_READING),
  }));
  for await (const { station, rows } of rowsAfter(em, starts)) {
    const state = restored.get(station) as StationState;
    for (const { reading, quality } of rows) {
      if (getTimeliness(quality) !== TIMELINESS.onTime) continue;
      evaluator.evaluate(state.evaluation, reading, []);
      state.advanceTo(reading.observedAt);
    }
  }
  await setReorderableSince(em, restored, listed);
  const alerts = [...restored.values()].map(({ station, stationId, watermark, evaluation }) => ({
    station,
    stationId,
    watermark,
    open: evaluator.openAlerts(evaluation),
    clockRules: evaluator.clockDrivenRules(evaluation),
  }));
  return { states: restored, differences: await compareAlerts(em, alerts) };
}

/**
 * Sets the time since which readings of stations that several partitions bring can be evaluated in order: a station that is
 * less than a day old from its first reading, an older one from the checkpoints that it still has.
 */
async function setReorderableSince(
  em: EntityManager,
  restored: ReadonlyMap<number, StationState>,
  listed: Checkpoints,
): Promise<void> {
  const shared = [...restored.values()].filter(({ sharing }) => sharing !== 'none');
  const first = await firstReadings(
    em,
    shared.map(({ station }) => station),
  );
  for (const state of shared) {
    const start = first.get(state.station) ?? state.watermark;
    if (start >= state.watermark - SHARED_FOR_MS) continue;
    const kept = (listed.get(state.station) ?? []).filter(({ kind }) => kind !== 'void');
    state.reorderableSince = Math.min(...kept.map(({ at }) => at), state.watermark);
  }
}
