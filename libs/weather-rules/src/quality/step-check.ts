import { MS_PER_MINUTE } from '@weather/weather-schema/reading';
import { NO_TIME } from './persistence-check.ts';
import { QUALITY_FLAG, type QualityFlag } from './quality-flag.ts';

/** The largest change within a minute before a value is doubtful, and before it is wrong; in the unit of the quantity. */
export interface StepLimits {
  readonly doubtful: number;
  readonly wrong: number;
}

/** The last value that was accepted, and the values since then that were too far from it. */
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

/** A step is accepted when this many readings in a row agree on it, … */
const READINGS_TO_CONFIRM = 3;
/** … over at least this time: a disturbance of seconds is not weather. */
const TIME_TO_CONFIRM_MS = 3 * MS_PER_MINUTE;

/** Before the first value; after so long a time no value is a step. */
export function newStepState(): StepState {
  return { value: 0, at: NO_TIME, rejected: null };
}

/**
 * The factor by which the limit of a minute grows with the time between two values. Weather drifts, so it is the square root
 * of the minutes, as the spread of a random walk: 3 °C after a minute, 9.5 after ten, 23 after an hour.
 */
export function stepAllowance(elapsedMs: number): number {
  return elapsedMs <= MS_PER_MINUTE ? 1 : Math.sqrt(elapsedMs / MS_PER_MINUTE);
}

/**
 * Compares a value with the last one that was accepted (Zahumenský 2004, time consistency check, step test). A real step is
 * doubtful at first and accepted once it has persisted, so that the check cannot reject correct values indefinitely. Expects
 * the values in order of event time.
 */
export function checkStep(state: StepState, value: number, at: number, limits: StepLimits): QualityFlag {
  const flag = classifyStep(Math.abs(value - state.value), at - state.at, limits);
  if (flag !== QUALITY_FLAG.good) {
    state.rejected = withRejected(state.rejected, value, at, limits);
    if (!isConfirmed(state.rejected)) return flag;
  }
  state.value = value;
  state.at = at;
  state.rejected = null;
  return QUALITY_FLAG.good;
}

function classifyStep(change: number, elapsedMs: number, { doubtful, wrong }: StepLimits): QualityFlag {
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

function isConfirmed({ count, since, at }: RejectedRun): boolean {
  return count >= READINGS_TO_CONFIRM && at - since >= TIME_TO_CONFIRM_MS;
}
