import type { Reading } from '@weather/weather-schema/reading';
import type { Alert } from '../alerts/alert.ts';
import type { ReadingEvaluator } from '../reading-evaluator.ts';
import { freeSlot, type Checkpoint, type CheckpointSlot } from './checkpoint.ts';
import type { DirtyHours } from './dirty-hours.ts';
import type { InOrderResult } from './evaluate-in-order.ts';
import type { EvaluatedReading } from './evaluated-reading.ts';
import type { MergedStation, Replacement } from './merge-out-of-order.ts';
import type { Reevaluation } from './reevaluate-station.ts';
import type { StationState } from './station-state.ts';

/** Whether a reading with these quality flags is an exceedance, a row of `warning_temperatures`. */
export type ExceedanceRule = (reading: Reading, quality: number) => boolean;

/** An alert with the surrogate key of its station. */
export interface StationAlert {
  readonly station: number;
  readonly alert: Alert;
}

/** A station that was evaluated again because of late readings. */
export interface ReevaluatedStation extends Omit<Reevaluation, 'evaluated'> {
  readonly state: StationState;
  /** The time of the first late reading. */
  readonly from: number;
  /** The time of the checkpoint that the evaluation started from. */
  readonly checkpointAt: number;
}

/** Everything that evaluating a batch changes, to be written in one transaction. */
export interface BatchEffects {
  /** The rows to be written, without duplicates. */
  readonly rows: readonly EvaluatedReading[];
  /** How many of the rows take the place of another one. */
  readonly replacedRows: number;
  /** The number of readings that add nothing to what is stored or came earlier in the batch. */
  readonly duplicates: number;
  /** Readings that changed the values of their station and timestamp, as they are afterwards. */
  readonly corrections: readonly Reading[];
  /** The readings that are exceedances now and were not before, or with another temperature. */
  readonly newExceedances: readonly Reading[];
  /** The alerts that readings in order started, continued or ended. */
  readonly alerts: readonly StationAlert[];
  readonly reevaluated: readonly ReevaluatedStation[];
  readonly needCheckpoint: readonly StationState[];
  /** The hours whose readings or flags have changed. */
  readonly dirty: DirtyHours;
}

/** The outcome of the late readings of a batch. */
export interface OutOfOrderResult {
  readonly merged: readonly MergedStation[];
  readonly reevaluated: readonly (Reevaluation & Omit<ReevaluatedStation, 'alerts' | 'corrected'>)[];
}

export const NO_LATE_READINGS: OutOfOrderResult = { merged: [], reevaluated: [] };

/**
 * Collects the effects of a batch: those of the readings in order, as far as their station was not evaluated again, and those
 * of the late ones.
 * @param getKey the surrogate key of a station.
 */
export function collectEffects(
  readings: readonly Reading[],
  inOrder: InOrderResult,
  { merged, reevaluated }: OutOfOrderResult,
  {
    isExceedance,
    getKey,
  }: { readonly isExceedance: ExceedanceRule; readonly getKey: (stationId: string) => number },
): BatchEffects {
  const { evaluated, absorbed, dirty } = inOrder;
  const replacements = new Map<number, Replacement>();
  let duplicates = 0;
  for (const station of merged) {
    duplicates += station.duplicates.length;
    for (const [index, replacement] of station.replacements) replacements.set(index, replacement);
    addLateReadings(inOrder, station);
  }
  for (const { evaluated: late, corrected } of reevaluated) {
    for (const { index, ...row } of late) evaluated[index] = row;
    for (const { station, reading } of corrected) dirty.add(station, reading.observedAt);
  }
  const corrections: Reading[] = [];
  for (const [index, isChanged] of absorbed)
    if (isChanged) corrections.push(readings[index] as Reading);
    else duplicates++;
  for (const [index, { isChanged }] of replacements)
    if (isChanged) corrections.push(evaluated[index]?.reading as Reading);
    else duplicates++;
  const known = new Set(reevaluated.map(({ state }) => state.station));
  return {
    rows:
      merged.length + absorbed.size === 0
        ? (evaluated as EvaluatedReading[])
        : evaluated.filter((row) => row !== undefined),
    replacedRows: replacements.size,
    duplicates,
    corrections,
    newExceedances: findNewExceedances(evaluated, replacements, isExceedance),
    alerts: inOrder.alerts
      .map((alert) => ({ station: getKey(alert.stationId), alert }))
      .filter(({ station }) => !known.has(station)),
    reevaluated,
    needCheckpoint: [
      ...[...inOrder.needCheckpoint].filter(({ station }) => !known.has(station)),
      ...reevaluated.map(({ state }) => state).filter((state) => state.needsCheckpoint),
    ],
    dirty,
  };
}

/** Adds the late readings of a station to the rows and the dirty hours, and removes the duplicates. */
function addLateReadings(
  { evaluated, outOfOrder, dirty }: InOrderResult,
  { state, readings, duplicates }: MergedStation,
): void {
  for (const index of duplicates) evaluated[index] = undefined;
  for (const { index, reading, quality } of readings) {
    if (quality !== undefined) evaluated[index] = { station: state.station, reading, quality };
    if (outOfOrder.get(state)?.has(index)) dirty.add(state.station, reading.observedAt);
  }
}

function findNewExceedances(
  evaluated: readonly (EvaluatedReading | undefined)[],
  replacements: ReadonlyMap<number, Replacement>,
  isExceedance: ExceedanceRule,
): Reading[] {
  const superseded = new Set([...replacements.values()].map(({ replaces }) => replaces));
  const found: Reading[] = [];
  for (let index = 0; index < evaluated.length; index++) {
    const row = evaluated[index];
    if (row === undefined || !isExceedance(row.reading, row.quality) || superseded.has(index)) continue;
    const stored = replacements.get(index)?.stored;
    const wasExceedance =
      stored !== undefined &&
      stored.reading.temperature === row.reading.temperature &&
      isExceedance(stored.reading, stored.quality);
    if (!wasExceedance) found.push(row.reading);
  }
  return found;
}

/**
 * Plans the checkpoints of a batch: those after a late reading become void, and stations with many readings since their last
 * one get another, which is recorded in their state.
 * @param listed all checkpoints of these stations.
 */
export function planCheckpoints(
  evaluator: ReadingEvaluator,
  { reevaluated, needCheckpoint }: Pick<BatchEffects, 'reevaluated' | 'needCheckpoint'>,
  listed: ReadonlyMap<number, readonly CheckpointSlot[]>,
  allowedLatenessMs: number,
): Checkpoint[] {
  const invalid = new Set(
    reevaluated.flatMap(({ state, from }) =>
      (listed.get(state.station) ?? []).filter(({ at, kind }) => at >= from && kind === 'state'),
    ),
  );
  const next = needCheckpoint.map((state) => {
    const valid = (listed.get(state.station) ?? []).filter((checkpoint) => !invalid.has(checkpoint));
    const slot = freeSlot(valid, state.horizon(allowedLatenessMs));
    state.onCheckpoint();
    return {
      station: state.station,
      slot,
      at: state.watermark,
      state: evaluator.serialise(state.evaluation),
    };
  });
  return [...[...invalid].map(({ station, slot, at }) => ({ station, slot, at, state: '' })), ...next];
}
