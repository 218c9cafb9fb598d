import { expect, it } from '@jest/globals';
import {
  readDocumentedMetrics,
  findMetricIssues,
  formatMetricRows,
  selectAppMetrics,
} from '@weather/service-runtime/testing';
import { DashboardMetrics } from './dashboard-metrics.ts';

const METRICS = selectAppMetrics(new DashboardMetrics());

it('docs/metrics.md lists the metrics of the dashboard', () => {
  expect(readDocumentedMetrics('Dashboard')).toEqual(formatMetricRows(METRICS));
});

it('the metrics of the dashboard are named as Prometheus would have it', () => {
  expect(findMetricIssues(METRICS)).toEqual([]);
});
