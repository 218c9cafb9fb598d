import { describe, expect, it } from '@jest/globals';
import { announcementOf } from './announcement.ts';
import { ALERT } from './testing/example-alert.ts';

describe('announcementOf', () => {
  it('names a few alerts and counts many', () => {
    expect(announcementOf([])).toBe('');
    expect(announcementOf([ALERT])).toBe('New alert: heat at paris');
    expect(announcementOf([ALERT, ALERT, ALERT, ALERT])).toBe('4 new alerts');
  });
});
