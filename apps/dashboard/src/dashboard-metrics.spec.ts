import { expect, it } from '@jest/globals';
import { DashboardMetrics } from './dashboard-metrics.ts';

it('tells what viewers get, and how long requests take', async () => {
  const metrics = new DashboardMetrics();
  expect(await metrics.text()).toContain('\nweather_viewers 0\n');
  metrics.followViewers(() => 3);
  metrics.sent(2);
  metrics.sent(3);
  metrics.summarised();
  metrics.answered({ route: '/api/v1/settings', method: 'GET', status: 200, ms: 3 });
  const text = await metrics.text();
  expect(text).toContain('\nweather_viewers 3\n');
  expect(text).toContain('\nweather_viewer_events_total 5\n');
  expect(text).toContain('\nweather_viewers_summarised_total 1\n');
  expect(text).toContain(
    'weather_http_request_seconds_bucket{le="0.005",route="/api/v1/settings",method="GET",status="200"} 1\n',
  );
});
