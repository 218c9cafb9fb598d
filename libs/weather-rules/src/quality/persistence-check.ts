import { NEVER } from './never.ts';

/** A run of values that hardly differ. */
export interface PersistenceState {
  since: number;
  /** The time of its last value; `NEVER` when there is no run. */
  last: number;
  low: number;
  high: number;
}

const MINUTE_MS = 60_000;
const WINDOW_MS = 60 * MINUTE_MS;
/** With fewer readings an unchanged value says little: two hourly readings are often alike. */
const MAX_GAP_MS = 15 * MINUTE_MS;
/** Sensors' decimals are not exact as doubles: 0.3 − 0.2 is less than 0.1. */
const TOLERANCE = 1e-9;

export function newPersistenceState(): PersistenceState {
  return { since: NEVER, last: NEVER, low: 0, high: 0 };
}

/** Ends the run: the value may rest here, or there is none. */
export function endRun(state: PersistenceState): void {
  state.last = NEVER;
}

/** Whether a value at some time can belong to the run. */
export function runLastsUntil({ last }: PersistenceState, at: number): boolean {
  return at - last <= MAX_GAP_MS;
}

/**
 * Whether a value has changed by less than it must within 60 minutes (Zahumenský 2004, time consistency check, persistence
 * test), at a station that reports at least every 15 minutes. Takes the values in order of time.
 *
 * It watches a run of values that lie closer together than `leastChange`; a value outside of them starts the next run. That
 * needs no window of values, never finds one stuck that an exact window does not, and finds it at most an hour later.
 */
export function isStuck(state: PersistenceState, value: number, at: number, leastChange: number): boolean {
  const low = Math.min(state.low, value);
  const high = Math.max(state.high, value);
  const goesOn = runLastsUntil(state, at) && high - low < leastChange - TOLERANCE;
  state.last = at;
  state.low = goesOn ? low : value;
  state.high = goesOn ? high : value;
  if (!goesOn) state.since = at;
  return at - state.since >= WINDOW_MS;
}
