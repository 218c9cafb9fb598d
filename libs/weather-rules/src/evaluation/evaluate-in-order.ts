import { mergeReadings, type Reading } from '@weather/weather-schema/reading';
import type { Alert } from '../alerts/alert.ts';
import { TIMELINESS, type Timeliness } from '../quality/quality-flag.ts';
import type { ReadingEvaluator } from '../reading-evaluator.ts';
import { DirtyHours } from './dirty-hours.ts';
import type { StationState } from './station-state.ts';

/** A reading with its quality flags: a row of `reading`. */
export interface EvaluatedReading {
  /** The station's surrogate key. */
  readonly station: number;
  readonly reading: Reading;
  /** The quality flags, see `packQuality`. */
  readonly quality: number;
}

/** The readings of one partition batch and the states of their stations; both lists have the same indexes. */
export interface BatchInput {
  readonly readings: readonly Reading[];
  readonly states: readonly StationState[];
  /** The indexes of the readings whose row is stored already, where that was looked up. */
  readonly stored?: ReadonlySet<number> | undefined;
}

export interface EvaluationOptions {
  readonly evaluator: ReadingEvaluator;
  /** How far a reading may be behind its station's watermark, in event time, and still be evaluated in order. */
  readonly allowedLatenessMs: number;
  /** The clock, in epoch ms. */
  readonly now: number;
}

/**
 * The readings of a station in a batch that are not evaluated in order, by index: those that are not after its watermark (late
 * ones, duplicates and corrections), and those from the future.
 */
export type OutOfOrderReadings = ReadonlyMap<number, Timeliness>;

/** The outcome of the first pass over a batch: everything that came in order is evaluated. */
export interface InOrderResult {
  /** The readings that were evaluated, by index; undefined for those that were out of order or absorbed. */
  readonly evaluated: readonly (EvaluatedReading | undefined)[];
  /** The indexes of readings that were merged into an earlier one before that was evaluated, and whether they changed it. */
  readonly absorbed: ReadonlyMap<number, boolean>;
  readonly outOfOrder: ReadonlyMap<StationState, OutOfOrderReadings>;
  /** The alerts that readings in order started, continued or ended. */
  readonly alerts: readonly Alert[];
  readonly needCheckpoint: ReadonlySet<StationState>;
  readonly dirty: DirtyHours;
}

/**
 * Evaluates the readings of a batch that are newer than their station's watermark, in the order of the batch, and finds those
 * that are out of order. Changes the states: after an error they must not be used again.
 */
export function evaluateInOrder(input: BatchInput, options: EvaluationOptions): InOrderResult {
  const { readings, states, stored } = input;
  const { evaluator, allowedLatenessMs, now } = options;
  const latest = now + allowedLatenessMs;
  const evaluated = new Array<EvaluatedReading | undefined>(readings.length);
  const absorbed = new Map<number, boolean>();
  const outOfOrder = new Map<StationState, Map<number, Timeliness>>();
  const alerts: Alert[] = [];
  const needCheckpoint = new Set<StationState>();
  const dirty = new DirtyHours();
  const followUps = findFollowUps(readings, states);
  for (let index = 0; index < readings.length; index++) {
    let reading = readings[index] as Reading;
    const state = states[index] as StationState;
    const at = reading.observedAt;
    if (at > latest) addOutOfOrder(outOfOrder, state, index, TIMELINESS.fromFuture);
    else if (at > state.watermark && !stored?.has(index)) {
      if (followUps !== undefined) reading = absorbFollowUps(index, input, followUps, absorbed);
      state.markDirty(dirty, at);
      const quality = evaluator.evaluate(state.evaluation, reading, alerts);
      evaluated[index] = { station: state.station, reading, quality };
      state.advanceTo(at);
      if (state.needsCheckpoint) needCheckpoint.add(state);
    } else if (!absorbed.has(index)) {
      const isBeyondLateness = at < state.horizon(allowedLatenessMs);
      addOutOfOrder(
        outOfOrder,
        state,
        index,
        isBeyondLateness ? TIMELINESS.beyondLateness : TIMELINESS.onTime,
      );
    }
  }
  return { evaluated, absorbed, outOfOrder, alerts, needCheckpoint, dirty };
}

/** The index of a reading, and that of the next one of the same station and timestamp. */
type FollowUps = ReadonlyMap<number, number>;

/**
 * Finds the readings that the station's next reading in the batch completes: some stations send a record for each quantity. Costs one comparison of indexes for each reading; `undefined` where there are none, as nearly always.
 */
function findFollowUps(readings: readonly Reading[], states: readonly StationState[]): FollowUps | undefined {
  let found: Map<number, number> | undefined;
  for (let index = 0; index < readings.length; index++) {
    const state = states[index] as StationState;
    const last = state.lastIndex;
    state.lastIndex = index;
    // The index of an earlier batch may belong to another station here.
    if (last < 0 || last >= index || states[last] !== state) continue;
    if (readings[last]?.observedAt !== readings[index]?.observedAt) continue;
    found ??= new Map();
    found.set(last, index);
  }
  return found;
}

/** Merges a reading with those that complete it, so that it is evaluated once. */
function absorbFollowUps(
  index: number,
  { readings }: BatchInput,
  followUps: FollowUps,
  absorbed: Map<number, boolean>,
): Reading {
  let reading = readings[index] as Reading;
  for (let next = followUps.get(index); next !== undefined; next = followUps.get(next)) {
    const merged = mergeReadings(reading, readings[next] as Reading);
    absorbed.set(next, merged !== reading);
    reading = merged;
  }
  return reading;
}

function addOutOfOrder(
  outOfOrder: Map<StationState, Map<number, Timeliness>>,
  state: StationState,
  index: number,
  timeliness: Timeliness,
): void {
  const ofState = outOfOrder.get(state);
  if (ofState === undefined) outOfOrder.set(state, new Map([[index, timeliness]]));
  else ofState.set(index, timeliness);
}
