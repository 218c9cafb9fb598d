import { expect, it } from '@jest/globals';
import { parseMetricSamples } from '@weather/service-runtime/testing';
import { MaintenanceMetrics } from './maintenance-metrics.ts';

it('counts hours and readings, and measures runs by task', async () => {
  const metrics = new MaintenanceMetrics();
  metrics.refreshed(5);
  metrics.refreshed(2);
  metrics.deleted(1000);
  metrics.ran('rollups', 40);
  metrics.ran('retention', 2_000);
  const text = await metrics.text();
  expect(parseMetricSamples(text, 'weather_hourly_rollups_refreshed_total')).toEqual({ '': 7 });
  expect(parseMetricSamples(text, 'weather_readings_deleted_total')).toEqual({ '': 1000 });
  expect(parseMetricSamples(text, 'weather_maintenance_run_seconds_sum')).toEqual({
    'task="rollups"': 0.04,
    'task="retention"': 2,
  });
});
