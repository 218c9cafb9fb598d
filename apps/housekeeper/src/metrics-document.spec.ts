import { expect, it } from '@jest/globals';
import { documentedMetrics, metricFaults, metricRows, ownMetrics } from '@weather/service-runtime/testing';
import { HousekeeperMetrics } from './housekeeper-metrics.ts';

const METRICS = ownMetrics(new HousekeeperMetrics());

it('docs/metrics.md lists the metrics of the housekeeper', () => {
  expect(documentedMetrics('Housekeeper')).toEqual(metricRows(METRICS));
});

it('the metrics of the housekeeper are named as Prometheus would have it', () => {
  expect(metricFaults(METRICS)).toEqual([]);
});
