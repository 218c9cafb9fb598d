import { describe, expect, it } from '@jest/globals';
import { RECORDED_TRACEPARENT, RecordedTracer, type RecordedSpan } from '@weather/service-runtime/testing';
import type { ClaimedNotification } from '@weather/weather-store/notifications';
import { deliverTraced, type Channel } from './channel.ts';
import type { Outcome } from './outcome.ts';

const NOTIFICATION = { alertCount: 2, attempts: 3, idempotencyKey: 'key' } as ClaimedNotification;

/** Makes an attempt with that outcome. @returns its span and the traceparent that the channel got. */
async function deliver(outcome: Outcome): Promise<{ span: RecordedSpan | undefined; sent: unknown }> {
  const tracer = new RecordedTracer();
  let sent: unknown;
  const channel: Channel = {
    target: 'anywhere',
    deliver: (_notification, _signal, traceparent) => {
      sent = traceparent;
      return Promise.resolve(outcome);
    },
  };
  const { signal } = new AbortController();
  expect(await deliverTraced(NOTIFICATION, { name: 'ops', channel }, { tracer, signal })).toBe(outcome);
  return { span: tracer.spans[0], sent };
}

describe('deliverTraced', () => {
  it('records an attempt and passes its traceparent to the channel', async () => {
    const { span, sent } = await deliver({ kind: 'delivered' });
    expect(sent).toBe(RECORDED_TRACEPARENT);
    expect(span).toMatchObject({
      name: 'deliver notification',
      attributes: {
        'weather.receiver': 'ops',
        'weather.alerts': 2,
        'weather.attempt': 3,
        'weather.delivery.outcome': 'delivered',
      },
      hasEnded: true,
      failure: undefined,
    });
  });

  it.each(['retryable', 'rejected'] as const)('ends the span of a %s attempt as failed', async (kind) => {
    const { span } = await deliver({ kind, reason: 'no answer' });
    expect(span).toMatchObject({ hasEnded: true, failure: 'no answer' });
  });
});
