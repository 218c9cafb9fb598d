import { expect, it } from '@jest/globals';
import { expandMacros } from './expand-macros.ts';
import { sqlQueries } from './dashboards.ts';

const VALUES = { station: "o'hare", from: 1_000, to: 2_000, intervalSeconds: 60 };

it('expands the range, the interval and the station', () => {
  expect(expandMacros('$__timeFilter(r.observed_at)', VALUES)).toBe(
    'r.observed_at BETWEEN FROM_UNIXTIME(1000) AND FROM_UNIXTIME(2000)',
  );
  expect(expandMacros('$__timeGroupAlias(r.observed_at, $__interval)', VALUES)).toBe(
    'UNIX_TIMESTAMP(r.observed_at) DIV 60 * 60 AS "time"',
  );
  expect(expandMacros('${station:sqlstring}', VALUES)).toBe("'o''hare'");
});

it('rejects an unknown macro', () => {
  expect(() => expandMacros('$__unixEpochFilter(t)', VALUES)).toThrow('unknown macro');
});

it.each(sqlQueries())('expands all macros of "$name"', ({ query }) => {
  expect(expandMacros(query, VALUES)).toMatch(/^SELECT /);
});
