import { expect, it } from '@jest/globals';
import { readDocumentedMetrics, formatMetricRows } from '../testing/documented-metrics.ts';
import { findMetricIssues } from '../testing/metric-faults.ts';
import { AppMetrics } from './app-metrics.ts';

const METRICS = new AppMetrics('any').declared();

it('docs/metrics.md lists what every app has', () => {
  expect(readDocumentedMetrics('Every app')).toEqual(formatMetricRows(METRICS));
});

it('what every app has is named as Prometheus would have it', () => {
  expect(findMetricIssues(METRICS)).toEqual([]);
});
