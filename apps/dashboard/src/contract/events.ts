import type { Alert } from './alerts.ts';
import type { DeadLetter, PipelineState } from './pipeline.ts';

/**
 * A reading as it came from the topic: station, epoch ms, then temperature, humidity, pressure, wind speed, wind gust,
 * wind direction, precipitation. What quality control says of it is not known yet.
 */
export type LiveReading = readonly [
  station: string,
  observedAt: number,
  ...values: readonly (number | null)[],
];

/** Which alert; the three together name one. */
export type AlertKey = Pick<Alert, 'station' | 'rule' | 'startedAt'>;

/**
 * The events of `/api/v1/events` (server-sent events) by name, with their data as JSON. Each has an id; a client that comes
 * back with `Last-Event-ID` gets what it has missed.
 */
export interface LiveEvents {
  /** First of all. Not resumed: events were missed, what is shown has to be loaded anew. */
  readonly connected: { readonly resumed: boolean };
  /**
   * All readings of the last quarter of a second, in the order of each partition. When there are too many, some are left
   * out, and of the others each is the latest of its station.
   */
  readonly readings: { readonly readings: readonly LiveReading[]; readonly dropped: number };
  /** Episodes that began, changed or ended, and those that are none any more. */
  readonly alerts: { readonly alerts: readonly Alert[]; readonly removed: readonly AlertKey[] };
  /** Once a second. */
  readonly pipeline: PipelineState;
  readonly 'dead-letters': { readonly deadLetters: readonly DeadLetter[] };
  /**
   * To a viewer that does not keep up, in place of the events that it has missed: the latest reading of each station that
   * has had one meanwhile. What else is shown has to be loaded anew.
   */
  readonly 'catch-up': {
    readonly missedEvents: number;
    readonly readings: readonly LiveReading[];
  };
}

export type LiveEventName = keyof LiveEvents;
