import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';

describe('eventually', () => {
  it('returns what the assertion returns as soon as it holds', async () => {
    let calls = 0;
    const result = await eventually(() => {
      expect(++calls).toBeGreaterThan(1);
      return 'held';
    });
    expect([result, calls]).toEqual(['held', 2]);
  });

  it('fails with the last failure after the deadline', async () => {
    const never = eventually(() => Promise.reject(new Error('still not')), 0);
    await expect(never).rejects.toThrow('still not');
  });
});
