import type { Reading } from '@weather/weather-schema/reading';
import type { Alert } from '../alerts/alert.ts';
import type { DirtyHours } from './dirty-hours.ts';
import type { EvaluatedReading, InOrderResult } from './evaluate-in-order.ts';
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

/** A station that was evaluated again because of out-of-order readings. */
export interface ReevaluatedStation extends Reevaluation {
  readonly state: StationState;
  /** The time of the first out-of-order reading. */
  readonly from: number;
  /** The time of the checkpoint that the evaluation started from. */
  readonly checkpointAt: number;
}

/** The outcome of the out-of-order readings of a batch. */
export interface OutOfOrderResult {
  readonly merged: readonly MergedStation[];
  readonly reevaluated: readonly ReevaluatedStation[];
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

/** The row of each reading of a batch, by index; undefined where it has none. */
type IndexedRows = readonly (EvaluatedReading | undefined)[];

/**
 * Collects the effects of a batch: those of the readings in order, as far as their station was not evaluated again, and those
 * of the out-of-order ones.
 * @param getKey the surrogate key of a station.
 */
export function collectEffects(
  readings: readonly Reading[],
  inOrder: InOrderResult,
  outOfOrder: OutOfOrderResult,
  {
    isExceedance,
    getKey,
  }: { readonly isExceedance: ExceedanceRule; readonly getKey: (stationId: string) => number },
): BatchEffects {
  const { absorbed } = inOrder;
  const { merged, reevaluated } = outOfOrder;
  const isAllInOrder = merged.length === 0;
  const rows = isAllInOrder ? inOrder.evaluated : placeOutOfOrderRows(inOrder.evaluated, outOfOrder);
  const replacements = new Map(merged.flatMap((station) => [...station.replacements]));
  const corrections = [
    ...[...absorbed].filter(([, isChanged]) => isChanged).map(([index]) => readings[index] as Reading),
    ...[...replacements]
      .filter(([, { isChanged }]) => isChanged)
      .map(([index]) => rows[index]?.reading as Reading),
  ];
  const stored = merged.reduce((sum, { duplicates }) => sum + duplicates.length, 0);
  const reevaluatedStations = new Set(reevaluated.map(({ state }) => state.station));
  return {
    rows:
      isAllInOrder && absorbed.size === 0
        ? (rows as readonly EvaluatedReading[])
        : rows.filter((row) => row !== undefined),
    replacedRows: replacements.size,
    duplicates: stored + absorbed.size + replacements.size - corrections.length,
    corrections,
    newExceedances: findNewExceedances(rows, replacements, isExceedance),
    alerts: inOrder.alerts
      .map((alert) => ({ station: getKey(alert.stationId), alert }))
      .filter(({ station }) => !reevaluatedStations.has(station)),
    reevaluated,
    needCheckpoint: [
      ...[...inOrder.needCheckpoint].filter(({ station }) => !reevaluatedStations.has(station)),
      ...reevaluated.map(({ state }) => state).filter((state) => state.needsCheckpoint),
    ],
    dirty: isAllInOrder ? inOrder.dirty : addOutOfOrderHours(inOrder, outOfOrder),
  };
}

/** The rows of a batch with those of out-of-order readings, and without duplicates. */
function placeOutOfOrderRows(evaluated: IndexedRows, { merged, reevaluated }: OutOfOrderResult): IndexedRows {
  const rows = [...evaluated];
  for (const { state, readings, duplicates } of merged) {
    for (const index of duplicates) rows[index] = undefined;
    for (const { index, reading, quality } of readings)
      if (quality !== undefined) rows[index] = { station: state.station, reading, quality };
  }
  for (const station of reevaluated) for (const { index, ...row } of station.evaluated) rows[index] = row;
  return rows;
}

/** The dirty hours of a batch with those of out-of-order readings, and of stored rows whose flags have changed. */
function addOutOfOrderHours(inOrder: InOrderResult, { merged, reevaluated }: OutOfOrderResult): DirtyHours {
  const dirty = inOrder.dirty.copy();
  for (const { state, readings } of merged)
    for (const { index, reading } of readings)
      if (inOrder.outOfOrder.get(state)?.has(index)) dirty.add(state.station, reading.observedAt);
  for (const { corrected } of reevaluated)
    for (const { station, reading } of corrected) dirty.add(station, reading.observedAt);
  return dirty;
}

function findNewExceedances(
  rows: IndexedRows,
  replacements: ReadonlyMap<number, Replacement>,
  isExceedance: ExceedanceRule,
): Reading[] {
  const superseded = new Set([...replacements.values()].map(({ replaces }) => replaces));
  const found: Reading[] = [];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
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
