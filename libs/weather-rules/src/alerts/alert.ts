import type { Severity } from '../rules/rule.ts';

/** Pending: the condition has not held for long enough yet. Dropped: ended while pending, so no notification is sent. */
export type AlertState = 'pending' | 'firing' | 'resolved' | 'dropped';

/** The legal transitions. Every alert starts as pending; one whose rule has no `for` fires at once. */
export const ALERT_TRANSITIONS: Readonly<Record<AlertState, readonly AlertState[]>> = {
  pending: ['firing', 'dropped'],
  firing: ['resolved'],
  resolved: [],
  dropped: [],
};

/** A period in which a rule holds at a station, from onset to end: a row of `alert_episode`. All times are event time, in ms. */
export interface Alert {
  /** The name of the rule. */
  readonly rule: string;
  readonly stationId: string;
  /** The severity of the rule when the alert started. */
  readonly severity: Severity;
  readonly state: AlertState;
  /** The first reading that met the condition; for silence, when it had lasted too long. Rule, station and start are the key. */
  readonly startedAt: number;
  /** The reading at which the condition had held for long enough. */
  readonly firedAt?: number;
  /** The reading that ended it. */
  readonly resolvedAt?: number;
  /** The most extreme value, in the unit of the rule's threshold; for silence, its length in seconds. */
  readonly peakValue: number;
  /** When the peak was first reached. */
  readonly peakAt: number;
  /** The number of readings from the first up to the one that ended it, which does not count; 0 for silence. */
  readonly readingCount: number;
}

/** An alert that is still being evaluated. */
export type AlertDraft = { -readonly [Field in keyof Alert]: Alert[Field] };

/**
 * Moves an alert to its next state and records when.
 * @throws Error if the transition is not legal.
 */
export function transition(alert: AlertDraft, to: AlertState, at: number): void {
  if (!ALERT_TRANSITIONS[alert.state].includes(to)) {
    throw new Error(`An alert of ${alert.rule} cannot go from ${alert.state} to ${to}`);
  }
  alert.state = to;
  if (to === 'firing') alert.firedAt = at;
  if (to === 'resolved') alert.resolvedAt = at;
}
