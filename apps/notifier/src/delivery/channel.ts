import type { ClaimedNotification } from '@weather/weather-store';
import type { Outcome } from './outcome.ts';

/** A way to a receiver. */
export interface Channel {
  /** Where it leads, for the log: without what might be a secret. */
  readonly target: string;
  /**
   * Sends a notification once. What goes wrong on the way is an outcome and not thrown.
   * @param signal ends the attempt.
   */
  deliver(notification: ClaimedNotification, signal: AbortSignal): Promise<Outcome>;
}
