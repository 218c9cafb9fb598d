import { expect, it } from '@jest/globals';
import { parseMetricSamples } from '@weather/service-runtime/testing';
import { MaintenanceMetrics } from './maintenance-metrics.ts';

it('counts hours and readings, and the turns by their task', async () => {
  const metrics = new MaintenanceMetrics();
  metrics.summarised(5);
  metrics.summarised(2);
  metrics.deleted(1000);
  metrics.turned('summaries', 40);
  metrics.turned('retention', 2_000);
  const text = await metrics.text();
  expect(parseMetricSamples(text, 'weather_hourly_summaries_total')).toEqual({ '': 7 });
  expect(parseMetricSamples(text, 'weather_readings_deleted_total')).toEqual({ '': 1000 });
  expect(parseMetricSamples(text, 'weather_maintenance_turn_seconds_sum')).toEqual({
    'task="summaries"': 0.04,
    'task="retention"': 2,
  });
});
