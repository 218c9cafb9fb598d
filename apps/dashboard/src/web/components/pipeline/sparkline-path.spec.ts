import { describe, expect, it } from '@jest/globals';
import { sparklinePath } from './sparkline-path.ts';

const SIZE = { width: 100, height: 10, length: 3 };

describe('sparklinePath', () => {
  it('goes from left to right and from 0 to the largest', () => {
    expect(sparklinePath([0, 5, 10], SIZE)).toBe('M0.0 10.0L50.0 5.0L100.0 0.0');
  });

  it('ends at the right edge even with few values', () => {
    expect(sparklinePath([5, 10], SIZE)).toBe('M50.0 5.0L100.0 0.0');
  });

  it('is at the bottom if all values are 0, and empty without values', () => {
    expect(sparklinePath([0, 0], SIZE)).toBe('M50.0 10.0L100.0 10.0');
    expect(sparklinePath([], SIZE)).toBe('');
  });
});
