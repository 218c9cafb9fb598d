import { expect, it } from '@jest/globals';
import {
  readDocumentedMetrics,
  findMetricIssues,
  formatMetricRows,
  selectAppMetrics,
} from '@weather/service-runtime/testing';
import { ProducerMetrics } from './producer-metrics.ts';

const METRICS = selectAppMetrics(new ProducerMetrics());

it('docs/metrics.md lists the metrics of the producer', () => {
  expect(readDocumentedMetrics('Producer')).toEqual(formatMetricRows(METRICS));
});

it('the metrics of the producer are named as Prometheus would have it', () => {
  expect(findMetricIssues(METRICS)).toEqual([]);
});
