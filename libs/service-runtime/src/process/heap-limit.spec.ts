import { describe, expect, it } from '@jest/globals';
import { chooseByHeap, heapLimitMb } from './heap-limit.ts';

describe('a default by the heap', () => {
  it.each([
    ['a container of 256 MB', 176, 'small'],
    ['a container of a gigabyte', 560, 'large'],
    ['a machine', 4_144, 'large'],
  ])('of %s', (_, limitMb, expected) => {
    expect(chooseByHeap('small', 'large', limitMb)).toBe(expected);
  });

  it('goes by what Node allows this process', () => {
    expect(heapLimitMb()).toBeGreaterThan(100);
  });
});
