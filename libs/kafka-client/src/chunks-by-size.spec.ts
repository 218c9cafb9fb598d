import { describe, expect, it } from '@jest/globals';
import { chunksBySize } from './chunks-by-size.ts';

const chunks = (sizes: number[]): number[][] => [...chunksBySize(sizes, (size) => size, 10)];

describe('chunksBySize', () => {
  it('fills each piece as far as it goes, in order', () => {
    expect(chunks([4, 6, 1, 9, 5, 5])).toEqual([
      [4, 6],
      [1, 9],
      [5, 5],
    ]);
  });

  it('gives what is too large a piece of its own', () => {
    expect(chunks([3, 50, 4])).toEqual([[3], [50], [4]]);
  });

  it('makes no piece of nothing', () => {
    expect(chunks([])).toEqual([]);
  });
});
