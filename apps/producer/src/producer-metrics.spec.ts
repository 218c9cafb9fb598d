import { expect, it } from '@jest/globals';
import { parseMetricSamples } from '@weather/service-runtime/testing';
import { ProducerMetrics } from './producer-metrics.ts';

const COUNTERS = ['sent', 'acknowledged', 'dropped', 'skipped'] as const;

it('reports the current counts of the producer when it is scraped, and the batches', async () => {
  const metrics = new ProducerMetrics();
  const values = async (): Promise<(number | undefined)[]> => {
    const text = await metrics.text();
    const names = COUNTERS.map((name) => `weather_readings_${name}_total`);
    return [...names, 'weather_readings_waiting'].map((name) => parseMetricSamples(text, name)['']);
  };
  expect(await values()).toEqual([0, 0, 0, 0, 0]);
  let counts = { sent: 10, acknowledged: 4, dropped: 1, skipped: 2, waiting: 5 };
  metrics.follow(() => counts);
  expect(await values()).toEqual([10, 4, 1, 2, 5]);
  counts = { ...counts, acknowledged: 9, waiting: 0 };
  expect(await values()).toEqual([10, 9, 1, 2, 0]);

  metrics.batchAcknowledged(5, 20);
  const text = await metrics.text();
  expect(parseMetricSamples(text, 'weather_send_seconds_bucket')).toMatchObject({
    'le="0.01"': 0,
    'le="0.025"': 1,
  });
  expect(parseMetricSamples(text, 'weather_send_batch_readings_sum')).toEqual({ '': 5 });
});
