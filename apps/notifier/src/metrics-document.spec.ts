import { expect, it } from '@jest/globals';
import { documentedMetrics, metricFaults, metricRows, ownMetrics } from '@weather/service-runtime/testing';
import { NotifierMetrics } from './notifier-metrics.ts';

const METRICS = ownMetrics(new NotifierMetrics());

it('docs/metrics.md lists the metrics of the notifier', () => {
  expect(documentedMetrics('Notifier')).toEqual(metricRows(METRICS));
});

it('the metrics of the notifier are named as Prometheus would have it', () => {
  expect(metricFaults(METRICS)).toEqual([]);
});
