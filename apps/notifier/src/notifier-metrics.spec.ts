import { expect, it } from '@jest/globals';
import { parseMetricSamples } from '@weather/service-runtime/testing';
import { NotifierMetrics } from './notifier-metrics.ts';

it('counts by receiver what was tried and what came of it, from zero', async () => {
  const metrics = new NotifierMetrics();
  metrics.knows('ops');
  metrics.knows('duty');
  metrics.attempted('ops', 'failed', 30);
  metrics.attempted('ops', 'delivered', 3);
  metrics.settled('ops', 'delivered');
  metrics.attempted('duty', 'refused', 3);
  metrics.settled('duty', 'refused');
  const text = await metrics.text();
  expect(parseMetricSamples(text, 'weather_notification_attempts_total')).toEqual({
    'receiver="ops",outcome="delivered"': 1,
    'receiver="ops",outcome="refused"': 0,
    'receiver="ops",outcome="failed"': 1,
    'receiver="duty",outcome="delivered"': 0,
    'receiver="duty",outcome="refused"': 1,
    'receiver="duty",outcome="failed"': 0,
  });
  expect(parseMetricSamples(text, 'weather_notifications_delivered_total')).toEqual({
    'receiver="ops"': 1,
    'receiver="duty"': 0,
  });
  expect(parseMetricSamples(text, 'weather_notifications_refused_total')).toEqual({
    'receiver="ops"': 0,
    'receiver="duty"': 1,
  });
  expect(parseMetricSamples(text, 'weather_notification_attempt_seconds_count')).toEqual({
    'receiver="ops"': 2,
    'receiver="duty"': 1,
  });
});
