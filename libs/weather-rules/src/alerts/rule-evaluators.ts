import { MS_PER_SECOND, type Reading } from '@weather/weather-schema/reading';
import { inputsHavePassed, MEASURES, type Measure } from '../derived/measure.ts';
import { isUpward, type ChangeRule, type Rule, type SilenceRule, type ValueRule } from '../rules/rule.ts';
import { transition, type Alert } from './alert.ts';
import { ChangeWindow, type SavedWindow } from './change-window.ts';
import { OpenAlert } from './open-alert.ts';
import { ThresholdEvaluator } from './threshold-evaluator.ts';

/** One rule at one station: the state that it needs between two readings. */
export interface RuleEvaluator {
  /** The alert that has not ended. */
  readonly alert: Alert | undefined;
  /** Evaluates the next reading; `previousAt` is the event time of the one before, −∞ before the first. */
  evaluate(reading: Reading, quality: number, previousAt: number, changes: Alert[]): void;
}

/** Creates the evaluator of a rule at a station; an open alert and a window that were saved continue. */
export function createRuleEvaluator(
  rule: Rule,
  stationId: string,
  alert: Alert | undefined,
  windows: Readonly<Record<string, SavedWindow>>,
): RuleEvaluator {
  switch (rule.kind) {
    case 'value':
      return new ValueRuleEvaluator(rule, stationId, alert);
    case 'change':
      return new ChangeRuleEvaluator(rule, stationId, alert, windows);
    case 'silence':
      return new SilenceRuleEvaluator(rule, stationId, alert);
  }
}

/** A value rule at one station. */
class ValueRuleEvaluator implements RuleEvaluator {
  readonly #threshold: ThresholdEvaluator;
  readonly #measure: Measure;

  constructor(rule: ValueRule, stationId: string, alert?: Alert) {
    this.#threshold = new ThresholdEvaluator(rule, stationId, alert);
    this.#measure = MEASURES[rule.quantity];
  }

  get alert(): Alert | undefined {
    return this.#threshold.alert;
  }

  evaluate(reading: Reading, quality: number, _previousAt: number, changes: Alert[]): void {
    const value = this.#measure.valueIn(reading);
    // Nearly every reading ends here, before its flags are read.
    if (this.#threshold.ignores(value)) return;
    if (Number.isNaN(value) || !inputsHavePassed(this.#measure, quality)) return;
    this.#threshold.evaluate(value, reading.observedAt, changes);
  }
}

/** A change rule at one station. */
export class ChangeRuleEvaluator implements RuleEvaluator {
  /** The key under which the window is saved: a rule with another period or direction starts with an empty window. */
  readonly windowKey: string;
  readonly window: ChangeWindow;
  readonly #threshold: ThresholdEvaluator;
  readonly #measure: Measure;
  /** A fall is a rise of the values with their sign inverted. */
  readonly #sign: number;

  constructor(
    rule: ChangeRule,
    stationId: string,
    alert: Alert | undefined,
    windows: Readonly<Record<string, SavedWindow>>,
  ) {
    this.#sign = isUpward(rule.comparison) ? 1 : -1;
    this.windowKey = `${rule.quantity} ${this.#sign * rule.withinMs}`;
    this.window = new ChangeWindow(rule.withinMs, windows[this.windowKey]);
    this.#threshold = new ThresholdEvaluator(rule, stationId, alert);
    this.#measure = MEASURES[rule.quantity];
  }

  get alert(): Alert | undefined {
    return this.#threshold.alert;
  }

  evaluate(reading: Reading, quality: number, _previousAt: number, changes: Alert[]): void {
    const value = this.#measure.valueIn(reading);
    if (Number.isNaN(value) || !inputsHavePassed(this.#measure, quality)) return;
    const change = this.#sign * this.window.rise(this.#sign * value, reading.observedAt);
    if (!this.#threshold.ignores(change)) this.#threshold.evaluate(change, reading.observedAt, changes);
  }
}

/** A silence rule at one station. A gap between two readings is a silence too, whether or not the clock noticed it. */
export class SilenceRuleEvaluator implements RuleEvaluator {
  readonly #openAlert: OpenAlert;

  constructor(
    readonly rule: SilenceRule,
    stationId: string,
    alert?: Alert,
  ) {
    this.#openAlert = new OpenAlert(rule, stationId, alert);
  }

  get alert(): Alert | undefined {
    return this.#openAlert.current;
  }

  evaluate({ observedAt }: Reading, _quality: number, previousAt: number, changes: Alert[]): void {
    this.evaluateClock(previousAt, observedAt, changes);
    const open = this.#openAlert.current;
    if (open !== undefined) this.#end(open, previousAt, observedAt, changes);
  }

  /** Starts the alert that is due at `now`; it fires at once. */
  evaluateClock(previousAt: number, now: number, changes: Alert[]): void {
    if (this.#openAlert.current !== undefined) return;
    const startedAt = findSilenceStart(this.rule, previousAt, now);
    if (startedAt === undefined) return;
    const seconds = this.rule.silenceMs / MS_PER_SECOND;
    transition(this.#openAlert.start(startedAt, seconds, changes), 'firing', startedAt);
  }

  #end(open: Alert, previousAt: number, at: number, changes: Alert[]): void {
    const alert = this.#openAlert.edit(open, changes);
    const seconds = (at - previousAt) / MS_PER_SECOND;
    if (seconds > alert.peakValue) {
      alert.peakValue = seconds;
      alert.peakAt = at;
    }
    this.#openAlert.end(alert, at, changes);
  }
}

/**
 * When the silence of a station started to count for a rule: the time of its newest reading plus the rule's duration, in ms.
 * @returns undefined before that time, and for a station without readings (−∞).
 */
export function findSilenceStart(
  { silenceMs }: Pick<SilenceRule, 'silenceMs'>,
  newestObservedAt: number,
  now: number,
): number | undefined {
  const startedAt = newestObservedAt + silenceMs;
  return startedAt < now && Number.isFinite(startedAt) ? startedAt : undefined;
}
