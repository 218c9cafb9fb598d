import { expect, it } from '@jest/globals';
import {
  readDocumentedMetrics,
  findMetricIssues,
  formatMetricRows,
  selectAppMetrics,
} from '@weather/service-runtime/testing';
import { ConsumerMetrics } from './consumer-metrics.ts';

const METRICS = selectAppMetrics(new ConsumerMetrics('weather_data'));

it('docs/metrics.md lists the metrics of the consumer', () => {
  expect(readDocumentedMetrics('Consumer')).toEqual(formatMetricRows(METRICS));
});

it('the metrics of the consumer are named by the conventions of Prometheus', () => {
  expect(findMetricIssues(METRICS)).toEqual([]);
});
