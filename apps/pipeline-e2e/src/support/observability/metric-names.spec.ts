import { describe, expect, it } from '@jest/globals';
import { alertRules, textOf } from './alert-rules.ts';
import { promQueries } from './dashboards.ts';
import { metricOf, seriesIn } from './metric-names.ts';

/** Of Prometheus itself. */
const OWN_SERIES = ['up', 'ALERTS'];

describe('the series in an expression', () => {
  it.each([
    ['up{job="a"} == 0 or absent(up{job="b"})', ['up', 'up']],
    ['sum by (le) (rate(a_seconds_bucket[5m]))', ['a_seconds_bucket']],
    ['time() - max(a_total > 0 unless a_total offset 1h) > 300', ['a_total', 'a_total']],
    ['sum(a) by (job) > 0 and on (job) b', ['a', 'b']],
  ])('of %s are %j', (expression, names) => {
    expect(seriesIn(expression)).toEqual(names);
  });
});

describe('every metric that is asked for is documented, which only those are that there are', () => {
  const declared = new Set(
    [...textOf('docs/metrics.md').matchAll(/`(weather_\w+)/g)].map(([, name = '']) => name),
  );
  const known = [...declared, ...OWN_SERIES];

  it.each(alertRules())('by the rule $alert', ({ expr }) => {
    for (const series of seriesIn(expr)) expect(known).toContain(metricOf(series, declared));
  });

  it.each(promQueries())('by the panel "$name"', ({ query }) => {
    for (const series of seriesIn(query)) expect(known).toContain(metricOf(series, declared));
  });
});
