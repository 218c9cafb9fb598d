import { describe, expect, it } from '@jest/globals';
import { formatAnnouncement, mergeAlerts, formatFilter, matchesFilter, parseFilter } from './alerts.ts';
import { ALERT } from './testing/example-alert.ts';

const LATER = { ...ALERT, startedAt: '2026-07-01T15:00:00.000Z' };

describe('mergeAlerts', () => {
  it('sorts the newest first', () => {
    expect(mergeAlerts([ALERT], [LATER])).toEqual([LATER, ALERT]);
  });

  it('replaces an alert that has changed', () => {
    const ended = { ...ALERT, state: 'resolved' as const, resolvedAt: '2026-07-01T13:00:00.000Z' };
    expect(mergeAlerts([LATER, ALERT], [ended])).toEqual([LATER, ended]);
  });

  it('removes a retracted alert', () => {
    expect(mergeAlerts([LATER, ALERT], [], [LATER])).toEqual([ALERT]);
  });
});

describe('formatAnnouncement', () => {
  it('names a few alerts and counts many', () => {
    expect(formatAnnouncement([])).toBe('');
    expect(formatAnnouncement([ALERT])).toBe('New alert: heat at paris');
    expect(formatAnnouncement([ALERT, ALERT, ALERT, ALERT])).toBe('4 new alerts');
  });
});

describe('the filter of alerts', () => {
  it('is parsed from the query', () => {
    const query = 'state=firing&rule=heat&station=a+b&since=2026-07-01T12%3A00%3A00.000Z';
    expect(parseFilter(query)).toEqual({
      state: 'firing',
      rule: 'heat',
      station: 'a b',
      since: '2026-07-01T12:00:00.000Z',
    });
    expect(parseFilter(formatFilter(parseFilter(query)))).toEqual(parseFilter(query));
  });

  it('omits values that the server would reject', () => {
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
  ] as const)('%j matches the alert: %s', (filter, isShown) => {
    expect(matchesFilter(ALERT, filter)).toBe(isShown);
  });
});
