import { expect, it } from '@jest/globals';
import { documentedMetrics, metricFaults, metricRows, ownMetrics } from '@weather/service-runtime/testing';
import { ConsumerMetrics } from './consumer-metrics.ts';

const METRICS = ownMetrics(new ConsumerMetrics('weather_data'));

it('docs/metrics.md lists the metrics of the consumer', () => {
  expect(documentedMetrics('Consumer')).toEqual(metricRows(METRICS));
});

it('the metrics of the consumer are named as Prometheus would have it', () => {
  expect(metricFaults(METRICS)).toEqual([]);
});
