import { MS_PER_MINUTE } from '@weather/weather-schema/reading';

/** A time before any reading, which JSON can hold. */
export const NO_TIME = Number.MIN_SAFE_INTEGER;

/** A run of values that hardly change. */
export interface PersistenceState {
  since: number;
  /** The time of its last value; `NO_TIME` when there is no run. */
  last: number;
  low: number;
  high: number;
}

const WINDOW_MS = 60 * MS_PER_MINUTE;
/** With fewer readings an unchanged value means little: two hourly readings are often equal. */
const MAX_GAP_MS = 15 * MS_PER_MINUTE;
/** Sensors' decimals are not exact as doubles: 0.3 − 0.2 is less than 0.1. */
const TOLERANCE = 1e-9;

export function newPersistenceState(): PersistenceState {
  return { since: NO_TIME, last: NO_TIME, low: 0, high: 0 };
}

/** Ends the run: the value is missing, or may stay unchanged. */
export function endRun(state: PersistenceState): void {
  state.last = NO_TIME;
}

/** Whether a value at this time can belong to the run. */
export function continuesRun({ last }: PersistenceState, at: number): boolean {
  return at - last <= MAX_GAP_MS;
}

/**
 * Whether a value has changed by less than it must within 60 minutes (Zahumenský 2004, time consistency check, persistence
 * test), at a station that reports at least every 15 minutes. Expects the values in order of event time.
 *
 * Tracks a run of values within `leastChange` of each other; any other value starts the next run. Unlike an exact window this
 * stores no values; it flags none that the window would not, and flags them at most an hour later.
 */
export function hasPersisted(
  state: PersistenceState,
  value: number,
  at: number,
  leastChange: number,
): boolean {
  const low = Math.min(state.low, value);
  const high = Math.max(state.high, value);
  const continues = continuesRun(state, at) && high - low < leastChange - TOLERANCE;
  state.last = at;
  state.low = continues ? low : value;
  state.high = continues ? high : value;
  if (!continues) state.since = at;
  return at - state.since >= WINDOW_MS;
}
