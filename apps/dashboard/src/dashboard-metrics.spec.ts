import { expect, it } from '@jest/globals';
import { DashboardMetrics } from './dashboard-metrics.ts';

it('counts live events, subscribers and catch-ups, and measures requests', async () => {
  const metrics = new DashboardMetrics();
  expect(await metrics.text()).toContain('\nweather_subscribers 0\n');
  metrics.followSubscribers(() => 3);
  metrics.eventsSent(2);
  metrics.eventsSent(3);
  metrics.catchUpSent();
  metrics.answered({ route: '/api/v1/settings', method: 'GET', status: 200, ms: 3 });
  const text = await metrics.text();
  expect(text).toContain('\nweather_subscribers 3\n');
  expect(text).toContain('\nweather_subscriber_events_total 5\n');
  expect(text).toContain('\nweather_subscriber_catch_ups_total 1\n');
  expect(text).toContain(
    'weather_http_request_seconds_bucket{le="0.005",route="/api/v1/settings",method="GET",status="200"} 1\n',
  );
});
