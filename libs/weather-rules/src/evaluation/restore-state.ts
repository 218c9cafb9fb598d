import type { Alert } from '../alerts/alert.ts';
import type { ReadingEvaluator } from '../reading-evaluator.ts';
import { StationState, type Sharing } from './station-state.ts';

/** A station, and whether several partitions bring it, as far as that is known. */
export interface StationIdentity {
  readonly station: number;
  readonly stationId: string;
  readonly sharing?: Sharing;
  readonly reorderableSince?: number;
}

/**
 * Restores the state of a station at a checkpoint; its initial state where there is none.
 * @param changes gets the open alerts whose rule is gone.
 */
export function restoreState(
  evaluator: ReadingEvaluator,
  { station, stationId, sharing, reorderableSince }: StationIdentity,
  checkpoint: { readonly at: number | undefined; readonly state: string | undefined },
  changes: Alert[],
): StationState {
  const { at, state: text } = checkpoint;
  const rules =
    text === undefined ? evaluator.initialState(stationId) : evaluator.restore(stationId, text, changes);
  const state = new StationState(station, stationId, rules, at);
  if (sharing !== undefined) state.sharing = sharing;
  if (reorderableSince !== undefined) state.reorderableSince = reorderableSince;
  return state;
}
