import { expect, it } from '@jest/globals';
import { documentedMetrics, metricFaults, metricRows, ownMetrics } from '@weather/service-runtime/testing';
import { MaintenanceMetrics } from './maintenance-metrics.ts';

const METRICS = ownMetrics(new MaintenanceMetrics());

it('docs/metrics.md lists the metrics of the maintenance app', () => {
  expect(documentedMetrics('Maintenance')).toEqual(metricRows(METRICS));
});

it('the metrics of the maintenance app are named as Prometheus would have it', () => {
  expect(metricFaults(METRICS)).toEqual([]);
});
