import { describe, expect, it } from '@jest/globals';
import { formatAnnouncement, mergeAlerts, formatFilter, matchesFilter, parseFilter } from './alerts.ts';
import { ALERT } from './testing/example-alert.ts';

const LATER = { ...ALERT, startedAt: '2026-07-01T15:00:00.000Z' };

describe('mergeAlerts', () => {
  it('has the one that began last first', () => {
    expect(mergeAlerts([ALERT], [LATER])).toEqual([LATER, ALERT]);
  });

  it('takes what has changed in place of what was known', () => {
    const ended = { ...ALERT, state: 'resolved' as const, resolvedAt: '2026-07-01T13:00:00.000Z' };
    expect(mergeAlerts([LATER, ALERT], [ended])).toEqual([LATER, ended]);
  });

  it('leaves out what is dropped', () => {
    expect(mergeAlerts([LATER, ALERT], [], [LATER])).toEqual([ALERT]);
  });
});

describe('announcementOf', () => {
  it('names a few alerts and counts many', () => {
    expect(formatAnnouncement([])).toBe('');
    expect(formatAnnouncement([ALERT])).toBe('New alert: heat at paris');
    expect(formatAnnouncement([ALERT, ALERT, ALERT, ALERT])).toBe('4 new alerts');
  });
});

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
