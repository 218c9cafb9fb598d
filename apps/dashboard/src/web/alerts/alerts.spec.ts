import { describe, expect, it } from '@jest/globals';
import { formatAnnouncement, mergeAlerts } from './alerts.ts';
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
