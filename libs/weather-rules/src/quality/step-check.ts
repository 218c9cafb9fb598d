import { NEVER } from './never.ts';
import { QUALITY_FLAG, type QualityFlag } from './quality-flag.ts';

/** The largest change within a minute before a value is doubtful, and before it is wrong; in the unit of the quantity. */
export interface StepLimits {
  readonly doubtful: number;
  readonly wrong: number;
}

/** The last value that was accepted, and the values since that were too far from it. */
export interface StepState {
  value: number;
  at: number;
  rejected: RejectedRun | null;
}

/** Rejected values in a row that agree with each other. */
interface RejectedRun {
  readonly since: number;
  readonly count: number;
  readonly value: number;
  readonly at: number;
}

const MINUTE_MS = 60_000;
/** A step is believed when so many readings in a row agree on it, … */
const READINGS_THAT_PROVE = 3;
/** … for at least so long: a disturbance of seconds is not the weather. */
const TIME_THAT_PROVES_MS = 3 * MINUTE_MS;

/** After so long a time the first value of a station is no step, whatever it is. */
export function newStepState(): StepState {
  return { value: 0, at: NEVER, rejected: null };
}

/**
 * How many times the limit of a minute a value may have changed after some time. Weather wanders, so the limit grows with
 * the square root of the minutes, as the spread of a random walk does: 3 °C after a minute, 9.5 after ten, 23 after an hour.
 */
export function stepAllowance(elapsedMs: number): number {
  return elapsedMs <= MINUTE_MS ? 1 : Math.sqrt(elapsedMs / MINUTE_MS);
}

/**
 * Holds a value against the last one that was accepted (Zahumenský 2004, time consistency check, step test). A real step is
 * doubted at first and accepted once it has persisted, so that the check never shuts the truth out. Takes the values in
 * order of time.
 */
export function checkStep(state: StepState, value: number, at: number, limits: StepLimits): QualityFlag {
  const flag = verdict(Math.abs(value - state.value), at - state.at, limits);
  if (flag !== QUALITY_FLAG.good) {
    state.rejected = withRejected(state.rejected, value, at, limits);
    if (!hasPersisted(state.rejected)) return flag;
  }
  state.value = value;
  state.at = at;
  state.rejected = null;
  return QUALITY_FLAG.good;
}

function verdict(change: number, elapsedMs: number, { doubtful, wrong }: StepLimits): QualityFlag {
  if (change <= doubtful) return QUALITY_FLAG.good;
  const allowance = stepAllowance(elapsedMs);
  if (change <= doubtful * allowance) return QUALITY_FLAG.good;
  return change <= wrong * allowance ? QUALITY_FLAG.doubtful : QUALITY_FLAG.wrong;
}

function withRejected(
  run: RejectedRun | null,
  value: number,
  at: number,
  { doubtful }: StepLimits,
): RejectedRun {
  const agrees = run !== null && Math.abs(value - run.value) <= doubtful * stepAllowance(at - run.at);
  return { since: agrees ? run.since : at, count: agrees ? run.count + 1 : 1, value, at };
}

function hasPersisted({ count, since, at }: RejectedRun): boolean {
  return count >= READINGS_THAT_PROVE && at - since >= TIME_THAT_PROVES_MS;
}
