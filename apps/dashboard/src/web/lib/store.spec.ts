import { describe, expect, it } from '@jest/globals';
import { withNewest } from './store.ts';

describe('withNewest', () => {
  it('forgets the oldest', () => {
    expect(withNewest([1, 2], 3, 3)).toEqual([1, 2, 3]);
    expect(withNewest([1, 2, 3], 4, 3)).toEqual([2, 3, 4]);
  });
});
