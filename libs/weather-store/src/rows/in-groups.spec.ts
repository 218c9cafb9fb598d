import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inGroupsOfBytes } from './in-groups.ts';

const LARGEST_GROUP = 262_144;

describe('inGroupsOfBytes', () => {
  it('keeps all items in order, in groups that are small or of one item', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 * LARGEST_GROUP }), { maxLength: 50 }), (sizes) => {
        const groups = [...inGroupsOfBytes(sizes, (size) => size)];
        expect(groups.flat()).toEqual(sizes);
        const bytes = groups.map((group) => group.reduce((sum, size) => sum + size, 0));
        expect(
          groups.filter(({ length }, index) => length > 1 && (bytes[index] ?? 0) > LARGEST_GROUP),
        ).toEqual([]);
        expect(groups.filter(({ length }) => length === 0)).toEqual([]);
      }),
    );
  });

  it('puts no more small items into a group than other groups have', () => {
    const groups = [...inGroupsOfBytes(Array<number>(1_200).fill(1), (size) => size)];
    expect(groups.map(({ length }) => length)).toEqual([500, 500, 200]);
  });
});
