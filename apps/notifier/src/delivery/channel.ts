import type { ClaimedNotification } from '@weather/weather-store/notifications';
import type { Outcome } from './outcome.ts';

/** A way to a receiver. */
export interface Channel {
  /** Where it leads, for the log: without what might be a secret. */
  readonly target: string;
  /**
   * Sends a notification once. What goes wrong on the way is an outcome and not thrown.
   * @param signal ends the attempt.
   * @param traceparent the span of the attempt, for what carries such a header.
   */
  deliver(
    notification: ClaimedNotification,
    signal: AbortSignal,
    traceparent: string | undefined,
  ): Promise<Outcome>;
}
