import { expect, it } from '@jest/globals';
import { expandMacros } from './expand-macros.ts';
import { sqlQueries } from './dashboards.ts';

const VALUES = { station: "o'hare", from: 1_000, to: 2_000, intervalSeconds: 60 };

it('fills in the range, the interval and the station', () => {
  expect(expandMacros('$__timeFilter(r.observed_at)', VALUES)).toBe(
    'r.observed_at BETWEEN FROM_UNIXTIME(1000) AND FROM_UNIXTIME(2000)',
  );
  expect(expandMacros('$__timeGroupAlias(r.observed_at, $__interval)', VALUES)).toBe(
    'UNIX_TIMESTAMP(r.observed_at) DIV 60 * 60 AS "time"',
  );
  expect(expandMacros('${station:sqlstring}', VALUES)).toBe("'o''hare'");
});

it('refuses what it does not know', () => {
  expect(() => expandMacros('$__unixEpochFilter(t)', VALUES)).toThrow('a macro is not known');
});

it.each(sqlQueries())('knows all that "$name" asks for', ({ query }) => {
  expect(expandMacros(query, VALUES)).toMatch(/^SELECT /);
});
