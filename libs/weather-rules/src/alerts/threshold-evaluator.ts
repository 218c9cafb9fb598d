import { isUpward, type Condition, type Rule } from '../rules/rule.ts';
import { transition, type Alert, type AlertDraft } from './alert.ts';
import { OpenAlert } from './open-alert.ts';

/** Evaluates the threshold of one rule at one station; takes the values that count, in order of event time. */
export class ThresholdEvaluator {
  readonly #openAlert: OpenAlert;
  /** Low values are compared with their sign inverted, so that more extreme is always greater. */
  readonly #sign: number;
  readonly #inclusive: boolean;
  readonly #threshold: number;
  readonly #clear: number;
  readonly #forMs: number;

  constructor(rule: Condition & Pick<Rule, 'name' | 'severity'>, stationId: string, alert?: Alert) {
    this.#openAlert = new OpenAlert(rule, stationId, alert);
    this.#sign = isUpward(rule.comparison) ? 1 : -1;
    this.#inclusive = rule.comparison === 'atLeast' || rule.comparison === 'atMost';
    this.#threshold = this.#sign * rule.threshold;
    this.#clear = this.#sign * rule.clear;
    this.#forMs = rule.forMs;
  }

  get alert(): Alert | undefined {
    return this.#openAlert.current;
  }

  /** Whether a value, NaN included, changes nothing: no alert is open, and the value starts none. */
  ignores(value: number): boolean {
    return this.#openAlert.current === undefined && !this.#isBeyond(this.#threshold, value);
  }

  evaluate(value: number, at: number, changes: Alert[]): void {
    const open = this.#openAlert.current;
    if (open === undefined) {
      if (this.#isBeyond(this.#threshold, value))
        this.#count(this.#openAlert.start(at, value, changes), value, at);
    } else if (this.#isBeyond(this.#clear, value))
      this.#count(this.#openAlert.edit(open, changes), value, at);
    else this.#openAlert.end(open, at, changes);
  }

  #count(alert: AlertDraft, value: number, at: number): void {
    alert.readingCount += 1;
    if (this.#sign * value > this.#sign * alert.peakValue) {
      alert.peakValue = value;
      alert.peakAt = at;
    }
    if (alert.state === 'pending' && at - alert.startedAt >= this.#forMs) transition(alert, 'firing', at);
  }

  #isBeyond(limit: number, value: number): boolean {
    const signed = this.#sign * value;
    return signed > limit || (this.#inclusive && signed === limit);
  }
}
