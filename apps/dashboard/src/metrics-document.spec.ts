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

it('names the metrics of the dashboard by the conventions of Prometheus', () => {
  expect(findMetricIssues(METRICS)).toEqual([]);
});
