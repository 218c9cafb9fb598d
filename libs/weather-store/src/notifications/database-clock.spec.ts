import { describe, expect, it } from '@jest/globals';
import { after, fromNow } from './database-clock.ts';

describe('times of the database', () => {
  it('are whole milliseconds from now or from a column', () => {
    expect(fromNow(1_500.4)).toBe('(NOW(3) + INTERVAL 1500000 MICROSECOND)');
    expect(after('due_at', 20)).toBe('(due_at + INTERVAL 20000 MICROSECOND)');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('reject %p', (ms) => {
    expect(() => fromNow(ms)).toThrow(RangeError);
  });
});
