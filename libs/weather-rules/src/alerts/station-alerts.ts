import type { Alert } from './alert.ts';
import type { SavedWindow } from './change-window.ts';
import { ChangeRuleEvaluator, type RuleEvaluator } from './rule-evaluators.ts';

/** The alert state of one station as checkpoints store it; the names are those of stored checkpoints. */
export interface SavedAlerts {
  /** The event time of the newest reading; missing before the first. */
  readonly newestAt?: number;
  /** The alerts that have not ended. */
  readonly episodes: readonly Alert[];
  /** The earlier values that change rules need. */
  readonly windows: Readonly<Record<string, SavedWindow>>;
}

/** The alert state of one station between two of its readings; created and changed by `AlertEvaluator`. */
export class StationAlerts {
  constructor(
    /** The rules that apply to this station. */
    readonly evaluators: readonly RuleEvaluator[],
    /** The event time of the newest reading that was evaluated in order; −∞ before the first. */
    public watermark: number = Number.NEGATIVE_INFINITY,
  ) {}

  toJSON(): SavedAlerts {
    const changing = this.evaluators.filter((evaluator) => evaluator instanceof ChangeRuleEvaluator);
    return {
      ...(Number.isFinite(this.watermark) && { newestAt: this.watermark }),
      episodes: this.evaluators.map(({ alert }) => alert).filter((alert) => alert !== undefined),
      windows: Object.fromEntries(changing.map(({ windowKey, window }) => [windowKey, window.toJSON()])),
    };
  }
}
