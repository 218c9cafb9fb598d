import { endRun, hasPersisted, newPersistenceState, type PersistenceState } from './persistence-check.ts';
import { isWithin, type Range } from './plausible-range.ts';
import { QUALITY_FLAG, type QualityFlag } from './quality-flag.ts';
import { checkStep, newStepState, type StepLimits, type StepState } from './step-check.ts';

/** The state of the checks of one quantity at a station. */
export interface ValueState {
  readonly step: StepState;
  readonly persistence: PersistenceState;
}

/** The limits of one quantity compared with the station's earlier values. */
export interface ValueLimits {
  readonly step: StepLimits | undefined;
  /** The least change in 60 minutes; undefined where a value may stay unchanged. */
  readonly leastChange: number | undefined;
  /** The value must change only strictly between these. */
  readonly changesAbove: number;
  readonly changesBelow: number;
}

const ANY = { changesAbove: Number.NEGATIVE_INFINITY, changesBelow: Number.POSITIVE_INFINITY };
const NEVER_WRONG = Number.POSITIVE_INFINITY;
/** m/s; weaker wind may stay unchanged, and has no direction. */
export const LEAST_WIND = 0.1;

/** Zahumenský 2004: step test (largest change in a minute) and persistence test (least change in an hour). */
export const VALUE_LIMITS = {
  temperature: { step: { doubtful: 3, wrong: NEVER_WRONG }, leastChange: 0.1, ...ANY },
  /** Near saturation, in fog, humidity stays unchanged for hours. */
  humidity: { step: { doubtful: 15, wrong: NEVER_WRONG }, leastChange: 1, ...ANY, changesBelow: 95 },
  pressure: { step: { doubtful: 0.5, wrong: 2 }, leastChange: 0.1, ...ANY },
  windSpeed: { step: { doubtful: 10, wrong: 20 }, leastChange: 0.5, ...ANY, changesAbove: LEAST_WIND },
  /** Gusts come and go. */
  windGust: { step: undefined, leastChange: undefined, ...ANY },
} satisfies Record<string, ValueLimits>;

export function newValueState(): ValueState {
  return { step: newStepState(), persistence: newPersistenceState() };
}

/** Checks range, step and persistence of one value; expects the readings of a station in order of event time. */
export function checkValue(
  value: number | undefined,
  at: number,
  range: Range,
  state: ValueState,
  limits: ValueLimits,
): QualityFlag {
  if (value === undefined) return QUALITY_FLAG.missing;
  if (!isWithin(range, value)) return QUALITY_FLAG.wrong;
  const flag = limits.step === undefined ? QUALITY_FLAG.good : checkStep(state.step, value, at, limits.step);
  const isDoubtful = isFlatline(value, at, state.persistence, limits);
  return flag === QUALITY_FLAG.good && isDoubtful ? QUALITY_FLAG.doubtful : flag;
}

function isFlatline(value: number, at: number, state: PersistenceState, limits: ValueLimits): boolean {
  const { leastChange, changesAbove, changesBelow } = limits;
  if (leastChange === undefined) return false;
  if (value > changesAbove && value < changesBelow) return hasPersisted(state, value, at, leastChange);
  endRun(state);
  return false;
}
