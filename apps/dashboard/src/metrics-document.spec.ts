import { expect, it } from '@jest/globals';
import { documentedMetrics, metricFaults, metricRows, ownMetrics } from '@weather/service-runtime/testing';
import { DashboardMetrics } from './dashboard-metrics.ts';

const METRICS = ownMetrics(new DashboardMetrics());

it('docs/metrics.md lists the metrics of the dashboard', () => {
  expect(documentedMetrics('Dashboard')).toEqual(metricRows(METRICS));
});

it('the metrics of the dashboard are named as Prometheus would have it', () => {
  expect(metricFaults(METRICS)).toEqual([]);
});
