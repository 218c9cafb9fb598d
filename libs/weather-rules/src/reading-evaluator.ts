import { QUANTITY_NAMES, type Reading } from '@weather/weather-schema/reading';
import { AlertEvaluator } from './alerts/alert-evaluator.ts';
import type { StationAlerts, SavedAlerts } from './alerts/station-alerts.ts';
import type { Alert } from './alerts/alert.ts';
import { PLAUSIBLE_RANGES, type PlausibleRanges } from './quality/plausible-range.ts';
import {
  checkWithoutHistory,
  checkInOrder,
  newQualityState,
  type QualityState,
} from './quality/quality-control.ts';
import type { Timeliness } from './quality/quality-flag.ts';
import type { RuleSet } from './rules/rule.ts';
import { findStationLimits } from './rules/station-limits.ts';

/** The state of a station after some of its readings, evaluated in order of event time. */
export interface EvaluationState {
  readonly quality: QualityState;
  readonly ranges: PlausibleRanges;
  readonly alerts: StationAlerts;
}

/** The state of five values and a direction, and a station's ranges. */
const QUALITY_STATE_BYTES = 2_000;

/** The text that `serialise` writes. */
interface SavedState {
  readonly quality: QualityState;
  readonly alerts: SavedAlerts;
}

/**
 * Evaluates the readings of each station in order of event time: quality checks first, then the alert rules with the values
 * that passed. It keeps no state: that is in the station's state.
 */
export class ReadingEvaluator {
  readonly #alerts: AlertEvaluator;

  constructor(readonly ruleSet: RuleSet) {
    this.#alerts = new AlertEvaluator(ruleSet);
  }

  /** The state of a station without readings. */
  initialState(stationId: string): EvaluationState {
    return {
      quality: newQualityState(),
      ranges: this.#findRanges(stationId),
      alerts: this.#alerts.initialState(stationId),
    };
  }

  /** Restores the state that `serialise` wrote. An alert whose rule is gone ends; see `AlertEvaluator.restore`. */
  restore(stationId: string, text: string, changes: Alert[]): EvaluationState {
    const { quality, alerts } = JSON.parse(text) as SavedState;
    return {
      quality,
      ranges: this.#findRanges(stationId),
      alerts: this.#alerts.restore(alerts, stationId, changes),
    };
  }

  /** A state as text; it does not grow with the number of readings: a thousand characters and the open alerts. */
  serialise({ quality, alerts }: EvaluationState): string {
    return JSON.stringify({ quality, alerts });
  }

  /**
   * Evaluates the reading that is next in event time, and updates the state.
   * @param changes gets the alerts that the reading starts, continues or ends; see `AlertEvaluator`.
   * @returns the quality flags, see `packQuality`.
   */
  evaluate({ quality, ranges, alerts }: EvaluationState, reading: Reading, changes: Alert[]): number {
    const flags = checkInOrder(quality, reading, ranges);
    this.#alerts.evaluate(alerts, reading, flags, changes);
    return flags;
  }

  /** The quality flags of a reading that is not evaluated in order; the state stays as it is. */
  checkWithoutHistory({ ranges }: EvaluationState, reading: Reading, timeliness: Timeliness): number {
    return checkWithoutHistory(reading, ranges, timeliness);
  }

  /** The alerts of a station that have not ended. */
  openAlerts({ alerts }: EvaluationState): readonly Alert[] {
    return alerts.toJSON().episodes;
  }

  /** The rules whose alerts the clock starts at a station; its state contains them only once the next reading comes. */
  clockDrivenRules({ alerts }: EvaluationState): ReadonlySet<string> {
    return this.#alerts.clockDrivenRules(alerts);
  }

  /** An estimated upper bound of the memory that a state takes, in bytes; it grows with the rules that apply to the station. */
  estimateBytes({ alerts }: EvaluationState): number {
    return QUALITY_STATE_BYTES + this.#alerts.estimateBytes(alerts);
  }

  /** `estimateBytes` for a station to which every rule applies. */
  get maxBytes(): number {
    return QUALITY_STATE_BYTES + this.#alerts.maxBytes;
  }

  #findRanges(stationId: string): PlausibleRanges {
    const { limits } = this.ruleSet;
    if (limits.length === 0) return PLAUSIBLE_RANGES;
    const overrides = findStationLimits(limits, stationId);
    return Object.fromEntries(
      QUANTITY_NAMES.map((name) => [name, { ...PLAUSIBLE_RANGES[name], ...overrides[name] }]),
    ) as PlausibleRanges;
  }
}
