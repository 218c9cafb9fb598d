import { describe, expect, it } from '@jest/globals';
import { readAlertRules, readText } from './alert-rules.ts';
import { promQueries } from './dashboards.ts';
import { findMetric, findSeriesNames } from './metric-names.ts';

/** Series of Prometheus itself. */
const PROMETHEUS_SERIES = ['up', 'ALERTS'];

describe('the series in an expression', () => {
  it.each([
    ['up{job="a"} == 0 or absent(up{job="b"})', ['up', 'up']],
    ['sum by (le) (rate(a_seconds_bucket[5m]))', ['a_seconds_bucket']],
    ['time() - max(a_total > 0 unless a_total offset 1h) > 300', ['a_total', 'a_total']],
    ['sum(a) by (job) > 0 and on (job) b', ['a', 'b']],
  ])('of %s are %j', (expression, names) => {
    expect(findSeriesNames(expression)).toEqual(names);
  });
});

describe('every queried metric is documented', () => {
  const declared = new Set(
    [...readText('docs/metrics.md').matchAll(/`(weather_\w+)/g)].map(([, name = '']) => name),
  );
  const known = [...declared, ...PROMETHEUS_SERIES];

  it.each(readAlertRules())('in the rule $alert', ({ expr }) => {
    for (const series of findSeriesNames(expr)) expect(known).toContain(findMetric(series, declared));
  });

  it.each(promQueries())('in the panel "$name"', ({ query }) => {
    for (const series of findSeriesNames(query)) expect(known).toContain(findMetric(series, declared));
  });
});
