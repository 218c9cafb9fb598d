import { describe, expect, it } from '@jest/globals';
import { formatFilter, matchesFilter, parseFilter } from './alert-filter.ts';
import { ALERT } from './testing/example-alert.ts';

describe('the filter of alerts', () => {
  it('is what the address says', () => {
    const query = 'state=firing&rule=heat&station=a+b&since=2026-07-01T12%3A00%3A00.000Z';
    expect(parseFilter(query)).toEqual({
      state: 'firing',
      rule: 'heat',
      station: 'a b',
      since: '2026-07-01T12:00:00.000Z',
    });
    expect(parseFilter(formatFilter(parseFilter(query)))).toEqual(parseFilter(query));
  });

  it('leaves out what the server would refuse', () => {
    expect(parseFilter('state=maybe&rule=&since=yesterday&other=1')).toEqual({});
  });

  it.each([
    [{}, true],
    [{ state: 'firing' }, true],
    [{ state: 'resolved' }, false],
    [{ station: 'paris', rule: 'heat', severity: 'warning' }, true],
    [{ station: 'oslo' }, false],
    [{ since: ALERT.startedAt }, true],
    [{ until: ALERT.startedAt }, false],
  ] as const)('of %j lets the alert through: %s', (filter, isShown) => {
    expect(matchesFilter(ALERT, filter)).toBe(isShown);
  });
});
