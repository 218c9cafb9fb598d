import type { Reading } from '@weather/weather-schema/reading';
import {
  endRun,
  hasPersisted,
  newPersistenceState,
  continuesRun,
  type PersistenceState,
} from './persistence-check.ts';
import { isWithin, type Range } from './plausible-range.ts';
import { QUALITY_FLAG, type QualityFlag } from './quality-flag.ts';
import { LEAST_WIND } from './value-check.ts';

/** The state of the check of the wind direction at a station. */
export interface DirectionState {
  /** Whether the station has ever reported a direction. */
  isMeasured: boolean;
  /** The direction from which the run is measured: a circle has no lowest value. */
  origin: number;
  readonly persistence: PersistenceState;
}

const CIRCLE = 360;
const HALF_CIRCLE = 180;
/** Zahumenský 2004, persistence test: degrees in 60 minutes. */
const LEAST_TURN = 10;

export function newDirectionState(): DirectionState {
  return { isMeasured: false, origin: 0, persistence: newPersistenceState() };
}

/** Checks range and persistence of a direction; expects the readings of a station in order of event time. */
export function checkDirection(
  { windSpeed, windDirection, observedAt }: Reading,
  range: Range,
  state: DirectionState,
): QualityFlag {
  if (windDirection === undefined) return QUALITY_FLAG.missing;
  if (!isWithin(range, windDirection)) return QUALITY_FLAG.wrong;
  state.isMeasured = true;
  const { persistence } = state;
  if (windSpeed === undefined || windSpeed <= LEAST_WIND) {
    endRun(persistence);
    return QUALITY_FLAG.good;
  }
  if (!continuesRun(persistence, observedAt)) state.origin = windDirection;
  if (hasPersisted(persistence, angleBetween(state.origin, windDirection), observedAt, LEAST_TURN))
    return QUALITY_FLAG.doubtful;
  return QUALITY_FLAG.good;
}

/** The angle from one direction to another the shorter way, clockwise positive: in [−180, 180). */
function angleBetween(origin: number, direction: number): number {
  return ((direction - origin + HALF_CIRCLE + CIRCLE) % CIRCLE) - HALF_CIRCLE;
}
