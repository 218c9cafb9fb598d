import { mergeReadings, type Reading } from '@weather/weather-schema/reading';
import { getTimeliness, TIMELINESS, type Timeliness } from '../quality/quality-flag.ts';
import type { ReadingEvaluator } from '../reading-evaluator.ts';
import type { EvaluatedReading, InOrderResult, OutOfOrderReadings } from './evaluate-in-order.ts';
import type { StationState } from './station-state.ts';

/** A reading of a station with out-of-order ones; `quality` is undefined until the station is evaluated again. */
export interface PendingReading {
  readonly index: number;
  readonly reading: Reading;
  readonly quality: number | undefined;
}

/** A reading that takes the place of another one of its station and timestamp. */
export interface Replacement {
  /** The index of the replaced reading in the batch; undefined if it is the stored one. */
  readonly replaces: number | undefined;
  /** The row that is stored at its timestamp. */
  readonly stored: EvaluatedReading | undefined;
  /** Whether it has other values. */
  readonly isChanged: boolean;
}

/** The readings of a station in a batch, merged with the rows that are stored at the timestamps of the out-of-order ones. */
export interface MergedStation {
  readonly state: StationState;
  /** All of the station's readings that are not duplicates, in the order of the batch. */
  readonly readings: readonly PendingReading[];
  /** The indexes of readings that are stored already, or came earlier in the batch. */
  readonly duplicates: readonly number[];
  readonly replacements: ReadonlyMap<number, Replacement>;
  /** The time from which the station has to be evaluated again; undefined if not at all. */
  readonly reevaluateFrom: number | undefined;
}

/** The out-of-order readings of a station, and its others of the batch. */
export interface OutOfOrderStation {
  readonly state: StationState;
  /** The indexes of all of its readings, but for the absorbed ones. */
  readonly indexes: readonly number[];
  readonly outOfOrder: OutOfOrderReadings;
}

/** Groups a batch by the stations that have out-of-order readings. */
export function groupOutOfOrder(
  states: readonly StationState[],
  { outOfOrder, absorbed }: Pick<InOrderResult, 'outOfOrder' | 'absorbed'>,
): OutOfOrderStation[] {
  const indexes = new Map<StationState, number[]>([...outOfOrder.keys()].map((state) => [state, []]));
  for (const [index, state] of states.entries()) if (!absorbed.has(index)) indexes.get(state)?.push(index);
  return [...outOfOrder].map(([state, ofState]) => ({
    state,
    indexes: indexes.get(state) ?? [],
    outOfOrder: ofState,
  }));
}

/**
 * Merges a station's readings with those of the same timestamp that are stored or came earlier in the batch. A duplicate needs
 * no evaluation; a reading beyond the allowed lateness or from the future is checked without history.
 * @param stored the rows that are stored at the timestamps of the out-of-order readings, by timestamp.
 */
export function mergeOutOfOrder(
  evaluator: ReadingEvaluator,
  { state, indexes, outOfOrder }: OutOfOrderStation,
  { readings, evaluated }: { readonly readings: readonly Reading[] } & Pick<InOrderResult, 'evaluated'>,
  stored: ReadonlyMap<number, EvaluatedReading>,
): MergedStation {
  const present = new Map<number, Omit<PendingReading, 'index'> & { readonly index?: number }>(stored);
  const merged: PendingReading[] = [];
  const duplicates: number[] = [];
  const replacements = new Map<number, Replacement>();
  let reevaluateFrom: number | undefined;
  for (const index of indexes) {
    const inOrder = evaluated[index];
    let reading = (inOrder?.reading ?? readings[index]) as Reading;
    let quality = inOrder?.quality;
    const at = reading.observedAt;
    const timeliness = outOfOrder.get(index);
    const before = present.get(at);
    if (before !== undefined) {
      const both = mergeReadings(before.reading, reading);
      const isChanged = both !== before.reading;
      if (!isChanged && !becomesOnTime(before.quality, timeliness)) {
        duplicates.push(index);
        continue;
      }
      reading = isChanged ? both : { ...both, stationId: reading.stationId };
      replacements.set(index, { replaces: before.index, stored: stored.get(at), isChanged });
    }
    if (timeliness !== undefined && timeliness !== TIMELINESS.onTime)
      quality = evaluator.checkWithoutHistory(state.evaluation, reading, timeliness);
    else if (timeliness !== undefined || before !== undefined) {
      quality = undefined;
      reevaluateFrom = Math.min(at, reevaluateFrom ?? at);
    }
    const pending = { index, reading, quality };
    present.set(at, pending);
    merged.push(pending);
  }
  return { state, readings: merged, duplicates, replacements, reevaluateFrom };
}

/** Checks the readings of a station whose earlier state is unknown as if they were beyond the allowed lateness. */
export function checkAsBeyondLateness(evaluator: ReadingEvaluator, merged: MergedStation): MergedStation {
  const readings = merged.readings.map(({ index, reading, quality }) => ({
    index,
    reading,
    quality:
      quality ?? evaluator.checkWithoutHistory(merged.state.evaluation, reading, TIMELINESS.beyondLateness),
  }));
  return { ...merged, readings, reevaluateFrom: undefined };
}

/** A reading that was from the future when it came first is evaluated in order when it comes again later. */
function becomesOnTime(before: number | undefined, timeliness: Timeliness | undefined): boolean {
  return (
    before !== undefined &&
    getTimeliness(before) === TIMELINESS.fromFuture &&
    timeliness !== TIMELINESS.fromFuture
  );
}
