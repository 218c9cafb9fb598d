import type { EntityManager } from '@mikro-orm/mysql';
import {
  checkAsBeyondLateness,
  checkpointBefore,
  groupOutOfOrder,
  isBeforeEvaluation,
  mergeOutOfOrder,
  reevaluateStation,
  restoreState,
  type Alert,
  type CheckpointSlot,
  type EvaluatedReading,
  type InOrderResult,
  type OutOfOrderResult,
  type MergedStation,
  type ReadingEvaluator,
  type ReevaluatedStation,
  type StationState,
} from '@weather/weather-rules';
import type { Reading } from '@weather/weather-schema';
import { listCheckpoints, loadCheckpointStates } from './station-checkpoints.ts';
import { BEFORE_ANY_READING, rowsAt, rowsAfter } from './stored-readings.ts';

/** A station to be evaluated again, and the checkpoint to start from; none where all of its readings are evaluated again. */
interface Planned {
  readonly merged: MergedStation;
  readonly from: number;
  readonly checkpoint: CheckpointSlot | undefined;
}

/**
 * Evaluates the out-of-order readings of a batch: loads the rows at their timestamps, the checkpoints before them, and the
 * readings after these.
 */
export async function evaluateOutOfOrder(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  batch: { readonly readings: readonly Reading[]; readonly states: readonly StationState[] },
  inOrder: InOrderResult,
): Promise<OutOfOrderResult> {
  const { readings, states } = batch;
  const { evaluated } = inOrder;
  const stations = groupOutOfOrder(states, inOrder);
  const stored = await loadStoredRows(
    em,
    stations.flatMap(({ state: { station }, outOfOrder }) =>
      [...outOfOrder.keys()].map((index) => ({ station, at: (readings[index] as Reading).observedAt })),
    ),
  );
  const merged = stations.map((station) =>
    mergeOutOfOrder(
      evaluator,
      station,
      { readings, evaluated },
      stored.get(station.state.station) ?? new Map(),
    ),
  );
  const late = merged.filter(({ reevaluateFrom }) => reevaluateFrom !== undefined);
  if (late.length === 0) return { merged, reevaluated: [] };
  const checkpoints = await listCheckpoints(
    em,
    late.map(({ state }) => state.station),
  );
  const planned: Planned[] = [];
  const checked = merged.map((station) => {
    const { reevaluateFrom: from, state } = station;
    if (from === undefined) return station;
    const listed = checkpoints.get(state.station) ?? [];
    if (isBeforeEvaluation(listed, from)) return checkAsBeyondLateness(evaluator, station);
    planned.push({ merged: station, from, checkpoint: checkpointBefore(listed, from) });
    return station;
  });
  return { merged: checked, reevaluated: await reevaluate(em, evaluator, planned) };
}

/** Evaluates one station after the other, since each may have many rows. */
async function reevaluate(
  em: EntityManager,
  evaluator: ReadingEvaluator,
  planned: readonly Planned[],
): Promise<ReevaluatedStation[]> {
  const texts = await loadCheckpointStates(
    em,
    planned.map(({ checkpoint }) => checkpoint).filter((checkpoint) => checkpoint !== undefined),
  );
  const byStation = new Map(planned.map((plan) => [plan.merged.state.station, plan]));
  const starts = planned.map(({ merged: { state }, checkpoint }) => ({
    station: state.station,
    at: checkpoint?.at ?? BEFORE_ANY_READING,
  }));
  const reevaluated: ReevaluatedStation[] = [];
  for await (const { station, rows } of rowsAfter(em, starts)) {
    const { merged, from, checkpoint } = byStation.get(station) as Planned;
    const alerts: Alert[] = [];
    const saved = { at: checkpoint?.at, state: texts.get(station) };
    const state = restoreState(evaluator, merged.state, saved, alerts);
    const result = reevaluateStation(evaluator, { state, stored: rows, batch: merged.readings, alerts });
    reevaluated.push({ ...result, state, from, checkpointAt: checkpoint?.at ?? BEFORE_ANY_READING });
  }
  return reevaluated;
}

/** The rows that are stored at some stations and times, by station and time. */
async function loadStoredRows(
  em: EntityManager,
  keys: readonly { readonly station: number; readonly at: number }[],
): Promise<Map<number, Map<number, EvaluatedReading>>> {
  const found = new Map<number, Map<number, EvaluatedReading>>();
  for (const row of await rowsAt(em, keys)) {
    const ofStation = found.get(row.station) ?? new Map<number, EvaluatedReading>();
    found.set(row.station, ofStation.set(row.reading.observedAt, row));
  }
  return found;
}
