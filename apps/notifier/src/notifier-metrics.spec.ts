import { expect, it } from '@jest/globals';
import { parseMetricSamples } from '@weather/service-runtime/testing';
import { NotifierMetrics } from './notifier-metrics.ts';

it('counts attempts and results by receiver, from zero', async () => {
  const metrics = new NotifierMetrics();
  metrics.addReceiver('ops');
  metrics.addReceiver('duty');
  metrics.recordAttempt('ops', 'retryable', 30);
  metrics.recordAttempt('ops', 'delivered', 3);
  metrics.recordResult('ops', 'delivered');
  metrics.recordAttempt('duty', 'rejected', 3);
  metrics.recordResult('duty', 'rejected');
  const text = await metrics.text();
  expect(parseMetricSamples(text, 'weather_notification_attempts_total')).toEqual({
    'receiver="ops",outcome="delivered"': 1,
    'receiver="ops",outcome="rejected"': 0,
    'receiver="ops",outcome="retryable"': 1,
    'receiver="duty",outcome="delivered"': 0,
    'receiver="duty",outcome="rejected"': 1,
    'receiver="duty",outcome="retryable"': 0,
  });
  expect(parseMetricSamples(text, 'weather_notifications_delivered_total')).toEqual({
    'receiver="ops"': 1,
    'receiver="duty"': 0,
  });
  expect(parseMetricSamples(text, 'weather_notifications_rejected_total')).toEqual({
    'receiver="ops"': 0,
    'receiver="duty"': 1,
  });
  expect(parseMetricSamples(text, 'weather_notification_attempt_seconds_count')).toEqual({
    'receiver="ops"': 2,
    'receiver="duty"': 1,
  });
});
