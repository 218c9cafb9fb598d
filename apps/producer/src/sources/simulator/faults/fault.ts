import type { Measurements } from '../weather-model.ts';
import type { DurationRange, Occurrence } from './occurrence.ts';

/** A reading before anything has gone wrong with it. */
export interface Moment {
  readonly instant: number;
  /** Between two readings of the station. */
  readonly intervalMs: number;
  readonly measured: Measurements;
  /** What the station measures at another time. */
  readonly measuredAt: (instant: number) => Measurements;
}

/** What a fault does to a reading; what is missing stays as it is. */
export interface Disturbance {
  /** The values that are sent instead of those measured; empty where nothing was measured that could be wrong. */
  readonly values?: Measurements;
  /** Added to the time that the reading says. */
  readonly shiftMs?: number;
  /** How much later than it was made the reading is sent. */
  readonly delayMs?: number;
  /** How often it is sent. */
  readonly copies?: number;
}

/** One kind of fault: a pure function, so that the same seeds give the same faults. */
export interface Fault {
  /** How long it lasts in event time; missing: a single reading. */
  readonly lasts?: DurationRange;
  readonly disturb: (occurrence: Occurrence, moment: Moment) => Disturbance;
}
