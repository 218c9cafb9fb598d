import type { Reading } from '@weather/weather-schema/reading';
import { getTimeliness, TIMELINESS } from '../quality/quality-flag.ts';
import type { Rule, RuleSet } from '../rules/rule.ts';
import { stationMatcher } from '../rules/station-pattern.ts';
import type { Alert } from './alert.ts';
import { OpenAlert } from './open-alert.ts';
import { ChangeRuleEvaluator, createRuleEvaluator, SilenceRuleEvaluator } from './rule-evaluators.ts';
import { StationAlerts, type SavedAlerts } from './station-alerts.ts';

/** Measured for a rule at a station, with an open alert at every third station; a rule about silence takes 200. */
const BYTES_PER_EVALUATOR = 300;
/** 61 times and as many values. */
const BYTES_PER_WINDOW = 1_500;

const EMPTY: SavedAlerts = { episodes: [], windows: {} };

/**
 * Evaluates the alert rules for the readings of each station, in order of event time. It keeps no state: everything that a
 * station's next reading needs is in the station's state.
 *
 * Each `changes` is the list of one batch: every alert that a reading starts, continues or ends is added to it once, and
 * stays there as the batch left it, whatever later batches do. Two batches must not share a list.
 */
export class AlertEvaluator {
  readonly #matchers: readonly { readonly rule: Rule; readonly matches: (stationId: string) => boolean }[];

  constructor({ rules }: RuleSet) {
    this.#matchers = rules.map((rule) => ({ rule, matches: stationMatcher(rule.stations) }));
  }

  /** The state of a station without readings. */
  initialState(stationId: string): StationAlerts {
    return createState(this.#findRules(stationId), EMPTY, stationId);
  }

  /**
   * Restores the state that `JSON.stringify` wrote. An open alert continues under its rule as it is now; if no rule of that
   * name applies to the station any more, the alert ends at the station's newest reading and is added to the changes.
   */
  restore(saved: SavedAlerts, stationId: string, changes: Alert[]): StationAlerts {
    const rules = this.#findRules(stationId);
    for (const alert of saved.episodes) {
      if (rules.some(({ name }) => name === alert.rule)) continue;
      const open = new OpenAlert({ name: alert.rule, severity: alert.severity }, stationId);
      open.end(alert, saved.newestAt ?? alert.startedAt, changes);
    }
    return createState(rules, saved, stationId);
  }

  /**
   * Evaluates the next reading of a station, with its flags. A reading that was not on time changes nothing; a value that is
   * missing, not defined or has not passed its checks neither continues an alert nor ends it.
   */
  evaluate(state: StationAlerts, reading: Reading, quality: number, changes: Alert[]): void {
    if (getTimeliness(quality) !== TIMELINESS.onTime) return;
    for (const evaluator of state.evaluators) evaluator.evaluate(reading, quality, state.watermark, changes);
    state.watermark = reading.observedAt;
  }

  /** Starts the silence alerts that are due at `now`, in epoch ms: a silence has no reading that could start them. */
  evaluateClock(state: StationAlerts, now: number, changes: Alert[]): void {
    for (const evaluator of state.evaluators) {
      if (evaluator instanceof SilenceRuleEvaluator) evaluator.evaluateClock(state.watermark, now, changes);
    }
  }

  /** The names of the rules whose alerts the clock starts; the state need not contain these alerts. */
  clockDrivenRules(state: StationAlerts): Set<string> {
    const silences = state.evaluators.filter((evaluator) => evaluator instanceof SilenceRuleEvaluator);
    return new Set(silences.map(({ rule }) => rule.name));
  }

  /** An estimated upper bound of the memory that a state takes, in bytes. */
  estimateBytes({ evaluators }: StationAlerts): number {
    const windows = evaluators.filter((evaluator) => evaluator instanceof ChangeRuleEvaluator).length;
    return estimateBytes(evaluators.length, windows);
  }

  /** `estimateBytes` for a station to which every rule applies. */
  get maxBytes(): number {
    const windows = this.#matchers.filter(({ rule }) => rule.kind === 'change').length;
    return estimateBytes(this.#matchers.length, windows);
  }

  #findRules(stationId: string): Rule[] {
    return this.#matchers.filter(({ matches }) => matches(stationId)).map(({ rule }) => rule);
  }
}

function createState(
  rules: readonly Rule[],
  { newestAt, episodes, windows }: SavedAlerts,
  stationId: string,
): StationAlerts {
  const evaluators = rules.map((rule) => {
    const alert = episodes.find((open) => open.rule === rule.name);
    return createRuleEvaluator(rule, stationId, alert, windows);
  });
  return new StationAlerts(evaluators, newestAt);
}

function estimateBytes(evaluators: number, windows: number): number {
  return evaluators * BYTES_PER_EVALUATOR + windows * BYTES_PER_WINDOW;
}
