import type { Alert } from '../alerts/alert.ts';
import { getTimeliness, TIMELINESS } from '../quality/quality-flag.ts';
import type { ReadingEvaluator } from '../reading-evaluator.ts';
import type { EvaluatedReading } from './evaluate-in-order.ts';
import type { PendingReading } from './merge-out-of-order.ts';
import type { StationState } from './station-state.ts';

/** The readings of one station from a checkpoint on. */
export interface ReevaluationInput {
  /** The state at the checkpoint; it is advanced to the newest reading. */
  readonly state: StationState;
  /** The stored rows after the checkpoint, in any order. */
  readonly stored: readonly EvaluatedReading[];
  /** The readings of the batch, in its order. */
  readonly batch: readonly PendingReading[];
  /** The alerts that ended when the state was restored, since their rule is gone; all others are added. */
  readonly alerts: Alert[];
}

/** The effects of evaluating a station again. */
export interface Reevaluation {
  /** The readings of the batch with their flags. */
  readonly evaluated: readonly (EvaluatedReading & Pick<PendingReading, 'index'>)[];
  /** The stored rows whose flags have changed, with the new ones. */
  readonly corrected: readonly EvaluatedReading[];
  /** The station's alerts since the checkpoint, and those that are open. */
  readonly alerts: readonly Alert[];
}

/** The reading that counts at one timestamp: the last one of the batch, else the stored one. */
interface Entry {
  readonly reading: PendingReading['reading'];
  readonly stored: EvaluatedReading | undefined;
}

/** Evaluates the readings of a station in order of event time, those of a batch in between the stored ones. */
export function reevaluateStation(evaluator: ReadingEvaluator, input: ReevaluationInput): Reevaluation {
  const { state, stored, batch, alerts } = input;
  const corrected: EvaluatedReading[] = [];
  const qualities = new Map<number, number>();
  for (const [at, entry] of mergeInOrder(stored, batch)) {
    const quality = evaluator.evaluate(state.evaluation, entry.reading, alerts);
    state.advanceTo(at);
    qualities.set(at, quality);
    if (entry.stored !== undefined && entry.stored.quality !== quality)
      corrected.push({ ...entry.stored, quality });
  }
  const evaluated = batch.map(({ index, reading, quality }) => ({
    index,
    station: state.station,
    reading,
    quality:
      (isInOrder({ quality }) ? qualities.get(reading.observedAt) : undefined) ??
      quality ??
      // A later reading of the batch, beyond the allowed lateness, takes its place.
      evaluator.checkWithoutHistory(state.evaluation, reading, TIMELINESS.beyondLateness),
  }));
  return { evaluated, corrected, alerts: withOpenAlerts(alerts, evaluator.openAlerts(state.evaluation)) };
}

function mergeInOrder(
  stored: readonly EvaluatedReading[],
  batch: readonly PendingReading[],
): [number, Entry][] {
  const entries = new Map<number, Entry>();
  for (const row of stored)
    if (isInOrder(row)) entries.set(row.reading.observedAt, { reading: row.reading, stored: row });
  for (const pending of batch) {
    const at = pending.reading.observedAt;
    if (isInOrder(pending)) entries.set(at, { reading: pending.reading, stored: undefined });
    else entries.delete(at);
  }
  return [...entries].sort(([a], [b]) => a - b);
}

function isInOrder({ quality }: Pick<PendingReading, 'quality'>): boolean {
  return quality === undefined || getTimeliness(quality) === TIMELINESS.onTime;
}

/** Adds the alerts that were open at the checkpoint and that no reading has changed since: they are still open. */
function withOpenAlerts(alerts: readonly Alert[], open: readonly Alert[]): readonly Alert[] {
  const untouched = open.filter(({ rule, startedAt }) =>
    alerts.every((other) => other.rule !== rule || other.startedAt !== startedAt),
  );
  return [...alerts, ...untouched];
}
