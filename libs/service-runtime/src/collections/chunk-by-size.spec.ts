import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chunkBySize } from './chunk-by-size.ts';

const MAX_SIZE = 10;

const chunks = (sizes: number[], maxItems?: number): number[][] => [
  ...chunkBySize(sizes, (size) => size, MAX_SIZE, maxItems),
];

describe('chunkBySize', () => {
  it('fills each chunk as far as it goes, in order', () => {
    expect(chunks([4, 6, 1, 9, 5, 5])).toEqual([
      [4, 6],
      [1, 9],
      [5, 5],
    ]);
  });

  it('gives an item that is too large a chunk of its own', () => {
    expect(chunks([3, 50, 4])).toEqual([[3], [50], [4]]);
  });

  it('makes no chunk of nothing', () => {
    expect(chunks([])).toEqual([]);
  });

  it('puts at most a number of items into a chunk', () => {
    expect(chunks([1, 1, 1, 1, 1], 2)).toEqual([[1, 1], [1, 1], [1]]);
  });

  it('keeps all items in order, in chunks that are within both limits or of one item', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 2 * MAX_SIZE }), { maxLength: 50 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5 }), (items, maxItems) => {
        const found = chunks(items, maxItems);
        expect(found.flat()).toEqual(items);
        for (const chunk of found) {
          const size = chunk.reduce((sum, item) => sum + item, 0);
          expect(chunk.length).toBeGreaterThan(0);
          expect(chunk.length === 1 || (size <= MAX_SIZE && chunk.length <= maxItems)).toBe(true);
        }
      }),
    );
  });
});
