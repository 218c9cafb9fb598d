import { expect, it } from '@jest/globals';
import {
  readDocumentedMetrics,
  findMetricIssues,
  formatMetricRows,
  selectAppMetrics,
} from '@weather/service-runtime/testing';
import { MaintenanceMetrics } from './maintenance-metrics.ts';

const METRICS = selectAppMetrics(new MaintenanceMetrics());

it('docs/metrics.md lists the metrics of the maintenance app', () => {
  expect(readDocumentedMetrics('Maintenance')).toEqual(formatMetricRows(METRICS));
});

it('the metrics of the maintenance app are named as Prometheus would have it', () => {
  expect(findMetricIssues(METRICS)).toEqual([]);
});
