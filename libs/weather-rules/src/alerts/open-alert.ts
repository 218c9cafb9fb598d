import type { Rule } from '../rules/rule.ts';
import { transition, type Alert, type AlertDraft } from './alert.ts';

const ABSENT = -1;

/** The open alert of one rule at one station, if there is one; adds each change of it to the list of a batch. */
export class OpenAlert {
  #alert: AlertDraft | undefined;
  /** The index of the alert in the list of changes to which it was added last. */
  #index = ABSENT;

  constructor(
    private readonly rule: Pick<Rule, 'name' | 'severity'>,
    private readonly stationId: string,
    alert?: Alert,
  ) {
    this.#alert = alert;
  }

  /** The alert that has not ended. */
  get current(): Alert | undefined {
    return this.#alert;
  }

  /** @returns the new alert, pending and without a reading. */
  start(startedAt: number, peakValue: number, changes: Alert[]): AlertDraft {
    this.#alert = {
      rule: this.rule.name,
      stationId: this.stationId,
      severity: this.rule.severity,
      state: 'pending',
      startedAt,
      peakValue,
      peakAt: startedAt,
      readingCount: 0,
    };
    this.#index = changes.push(this.#alert) - 1;
    return this.#alert;
  }

  /**
   * The open alert, to be changed. A list of changes holds it once, however often it is changed; the list of the next batch
   * gets a copy, so that the alert of a batch that is still being stored stays as it is.
   */
  edit(alert: Alert, changes: Alert[]): AlertDraft {
    if (changes[this.#index] === alert) return alert;
    this.#alert = { ...alert };
    this.#index = changes.push(this.#alert) - 1;
    return this.#alert;
  }

  /** Ends the open alert; a late reading can end a silence, but not before its start. */
  end(alert: Alert, at: number, changes: Alert[]): void {
    const draft = this.edit(alert, changes);
    transition(draft, draft.state === 'pending' ? 'dropped' : 'resolved', Math.max(at, draft.startedAt));
    this.#alert = undefined;
  }
}
