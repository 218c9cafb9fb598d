import type { Tracer } from '@weather/service-runtime';
import type { ClaimedNotification } from '@weather/weather-store/notifications';
import type { Outcome } from './outcome.ts';

/** A connection to a receiver. */
export interface Channel {
  /** The receiver's address for the log, without anything that may be secret. */
  readonly target: string;
  /**
   * Makes one attempt to deliver a notification. Errors are outcomes and are not thrown.
   * @param signal aborts the attempt.
   * @param traceparent the span of the attempt, sent if the protocol has a header for it.
   */
  deliver(
    notification: ClaimedNotification,
    signal: AbortSignal,
    traceparent: string | undefined,
  ): Promise<Outcome>;
}

/** Makes an attempt to deliver in a span. @param signal aborts the attempt. */
export async function deliverTraced(
  notification: ClaimedNotification,
  { name, channel }: { readonly name: string; readonly channel: Channel },
  { tracer, signal }: { readonly tracer: Tracer; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { alertCount, attempts, idempotencyKey } = notification;
  const span = tracer.startSpan('deliver notification', {
    kind: 'client',
    attributes: {
      'weather.receiver': name,
      'weather.alerts': alertCount,
      'weather.attempt': attempts,
      'weather.idempotency_key': idempotencyKey,
    },
  });
  const outcome = await channel.deliver(notification, signal, span.traceparent);
  span.setAttributes({ 'weather.delivery.outcome': outcome.kind });
  span.end(outcome.kind === 'delivered' ? undefined : outcome.reason);
  return outcome;
}
