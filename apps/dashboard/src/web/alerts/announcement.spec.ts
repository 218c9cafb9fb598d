import { describe, expect, it } from '@jest/globals';
import { formatAnnouncement } from './announcement.ts';
import { ALERT } from './testing/example-alert.ts';

describe('announcementOf', () => {
  it('names a few alerts and counts many', () => {
    expect(formatAnnouncement([])).toBe('');
    expect(formatAnnouncement([ALERT])).toBe('New alert: heat at paris');
    expect(formatAnnouncement([ALERT, ALERT, ALERT, ALERT])).toBe('4 new alerts');
  });
});
