import { describe, expect, it } from '@jest/globals';
import { byPartition } from './messages-by-partition.ts';

describe('byPartition', () => {
  it('keeps the order of each partition, and what each message was', () => {
    const messages = ['a0', 'b1', 'c0', 'd2', 'e1'].map((value) => ({ value }));
    const groups = byPartition(messages, ({ value }) => Number(String(value)[1]));
    expect(groups.map((group) => group.map(({ value, partition }) => [value, partition]))).toEqual([
      [
        ['a0', 0],
        ['c0', 0],
      ],
      [
        ['b1', 1],
        ['e1', 1],
      ],
      [['d2', 2]],
    ]);
    expect(groups[0]?.[1]?.unplaced).toBe(messages[2]);
  });
});
