import { expect, it } from '@jest/globals';
import {
  readDocumentedMetrics,
  findMetricIssues,
  formatMetricRows,
  selectAppMetrics,
} from '@weather/service-runtime/testing';
import { NotifierMetrics } from './notifier-metrics.ts';

const METRICS = selectAppMetrics(new NotifierMetrics());

it('docs/metrics.md lists the metrics of the notifier', () => {
  expect(readDocumentedMetrics('Notifier')).toEqual(formatMetricRows(METRICS));
});

it('the metrics of the notifier are named as Prometheus would have it', () => {
  expect(findMetricIssues(METRICS)).toEqual([]);
});
