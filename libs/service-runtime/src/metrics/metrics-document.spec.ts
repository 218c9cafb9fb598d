import { expect, it } from '@jest/globals';
import { documentedMetrics, metricRows } from '../testing/documented-metrics.ts';
import { metricFaults } from '../testing/metric-faults.ts';
import { AppMetrics } from './app-metrics.ts';

const METRICS = new AppMetrics('any').declared();

it('docs/metrics.md lists what every app has', () => {
  expect(documentedMetrics('Every app')).toEqual(metricRows(METRICS));
});

it('what every app has is named as Prometheus would have it', () => {
  expect(metricFaults(METRICS)).toEqual([]);
});
