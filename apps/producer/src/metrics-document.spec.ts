import { expect, it } from '@jest/globals';
import { documentedMetrics, metricFaults, metricRows, ownMetrics } from '@weather/service-runtime/testing';
import { ProducerMetrics } from './producer-metrics.ts';

const METRICS = ownMetrics(new ProducerMetrics());

it('docs/metrics.md lists the metrics of the producer', () => {
  expect(documentedMetrics('Producer')).toEqual(metricRows(METRICS));
});

it('the metrics of the producer are named as Prometheus would have it', () => {
  expect(metricFaults(METRICS)).toEqual([]);
});
