import { describe, expect, it } from '@jest/globals';
import { byPartition, haveOneLeader } from './messages-by-partition.ts';

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

describe('haveOneLeader', () => {
  const partition = (
    partitionId: number,
    leader: number,
    replicas: number[],
  ): Parameters<typeof haveOneLeader>[0][number] => ({
    partitionErrorCode: 0,
    partitionId,
    leader,
    replicas,
    isr: replicas,
  });

  it('holds for the partitions of a single broker only', () => {
    expect(haveOneLeader([partition(0, 1, [1]), partition(1, 1, [1])])).toBe(true);
    expect(haveOneLeader([partition(0, 1, [1]), partition(1, 2, [2])])).toBe(false);
    expect(haveOneLeader([partition(0, 1, [1, 2])])).toBe(false);
    expect(haveOneLeader([partition(0, -1, [1])])).toBe(false);
  });
});
