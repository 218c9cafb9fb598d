import type { Tracer } from '@weather/service-runtime';
import type { ClaimedNotification } from '@weather/weather-store/notifications';
import type { Receiver } from '../receivers/receiver.ts';
import type { Outcome } from './outcome.ts';

/** Makes an attempt to deliver in a span, which a webhook is told of. @param signal ends the attempt. */
export async function deliverTraced(
  notification: ClaimedNotification,
  { name, channel }: Pick<Receiver, 'name' | 'channel'>,
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
