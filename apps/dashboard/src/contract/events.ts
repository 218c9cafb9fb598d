import type { Alert } from './alerts.ts';
import type { DeadLetter, PipelineState } from './pipeline.ts';

/**
 * A reading from the topic: station, epoch ms, then temperature, humidity, pressure, wind speed, wind gust,
 * wind direction, precipitation. It has not been evaluated yet.
 */
export type LiveReading = readonly [
  station: string,
  observedAt: number,
  ...values: readonly (number | null)[],
];

/** Identifies an alert. */
export type AlertKey = Pick<Alert, 'station' | 'rule' | 'startedAt'>;

/**
 * The events of `/api/v1/events` (server-sent events) by name, with their data as JSON. Each has an id; a client that
 * reconnects with `Last-Event-ID` gets the events it has missed.
 */
export interface LiveEvents {
  /** The first event. If not resumed, events were missed and data must be refetched. */
  readonly connected: { readonly resumed: boolean };
  /**
   * All readings of the last quarter of a second, in the order of each partition. If there are too many, only the latest of
   * each station is sent, and the others are counted as dropped.
   */
  readonly readings: { readonly readings: readonly LiveReading[]; readonly dropped: number };
  /** Alerts that started or changed, and alerts that were retracted. */
  readonly alerts: { readonly alerts: readonly Alert[]; readonly removed: readonly AlertKey[] };
  /** Sent every second. */
  readonly pipeline: PipelineState;
  readonly 'dead-letters': { readonly deadLetters: readonly DeadLetter[] };
  /**
   * Sent to a slow subscriber in place of the events it missed: the latest reading of each station that sent any. Other data
   * must be refetched.
   */
  readonly 'catch-up': {
    readonly missedEvents: number;
    readonly readings: readonly LiveReading[];
  };
}

export type LiveEventName = keyof LiveEvents;
