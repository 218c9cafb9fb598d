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

/**
 * The events of `/api/v1/events` (server-sent events) by name, with their data as JSON. Each has an id; a client that comes
 * back with `Last-Event-ID` gets what it has missed.
 */
export interface LiveEvents {
  /** First of all. Not resumed: events were missed, what is shown has to be loaded anew. */
  readonly hello: { readonly resumed: boolean };
  /** All readings of the last quarter of a second, in the order of each partition. */
  readonly readings: { readonly readings: readonly LiveReading[] };
  /** Episodes that began, changed or ended. */
  readonly alerts: { readonly alerts: readonly Alert[] };
  /** Once a second. */
  readonly pipeline: PipelineState;
  readonly 'dead-letters': { readonly deadLetters: readonly DeadLetter[] };
  /** To a viewer that does not keep up, in place of the events that it has missed: the latest reading of each station. */
  readonly summary: {
    readonly missedEvents: number;
    readonly readings: readonly LiveReading[];
  };
}

export type LiveEventName = keyof LiveEvents;
