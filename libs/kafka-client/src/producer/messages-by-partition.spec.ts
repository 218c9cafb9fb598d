import { describe, expect, it } from '@jest/globals';
// @ts-expect-error kafkajs has no types for its internals
import untypedGrouping from 'kafkajs/src/producer/groupMessagesPerPartition.js';
import type { Message, PartitionMetadata } from 'kafkajs';
import { KeyPartitioner } from './key-partitioner.ts';
import { groupByPartition, hasSingleLeader } from './messages-by-partition.ts';
import { toPregroupedMessages } from '../kafkajs-patches/pregrouped-messages.ts';
import type { OutgoingRecord } from '../protocol/records.ts';

type Grouping = (work: {
  topic: string;
  partitionMetadata: PartitionMetadata[];
  messages: Message[];
  partitioner: (args: { message: Message }) => number;
}) => Record<string, Message[]>;

const groupInKafkajs = untypedGrouping as Grouping;

const PARTITIONS = [0, 1, 2].map((id) => partition(id, 1, [1]));
const RECORDS = ['EWR', 'JFK', 'EWR', 'LGA', 'paris', 'JFK', 'bangkok'].map((key, index) => ({
  key,
  value: Buffer.from(String(index)),
}));

function partition(partitionId: number, leader: number, replicas: number[]): PartitionMetadata {
  return { partitionErrorCode: 0, partitionId, leader, replicas, isr: replicas };
}

function grouped(records: readonly OutgoingRecord[]): ReturnType<typeof groupByPartition> {
  return groupByPartition(records, new KeyPartitioner('weather'), PARTITIONS);
}

describe('groupByPartition', () => {
  it('keeps the order of each partition and the original record of each message', () => {
    const groups = grouped(RECORDS);
    expect(groups.length).toBeGreaterThan(1);
    for (const group of groups) {
      const indices = group.map(({ value }) => Number(String(value)));
      expect(indices).toEqual(indices.toSorted((a, b) => a - b));
      for (const message of group) {
        const record = RECORDS[Number(String(message.value))];
        expect(message).toEqual({
          key: Buffer.from(record?.key ?? ''),
          value: record?.value,
          partition: group[0].partition,
          record,
        });
      }
    }
    expect(groups.flat()).toHaveLength(RECORDS.length);
  });

  it('assigns a key to the same partition as a text and as bytes', () => {
    const key = Buffer.from('bangkok');
    const partitions = grouped([
      { key: 'bangkok', value: null },
      { key, value: null },
    ]).map(([first]) => first.partition);
    expect(partitions).toHaveLength(1);
  });

  it('keeps headers', () => {
    const headers = { reason: 'none' };
    expect(grouped([{ key: null, value: null, headers }])[0]?.[0]).toMatchObject({ key: null, headers });
  });
});

describe('toPregroupedMessages', () => {
  const groupedByKafkajs = (messages: Message[]): { result: Record<string, Message[]>; asked: number } => {
    let asked = 0;
    const partitioner = ({ message }: { message: Message }): number => {
      asked++;
      return message.partition ?? -1;
    };
    const result = groupInKafkajs({ topic: 'weather', partitionMetadata: PARTITIONS, messages, partitioner });
    return { result, asked };
  };

  it('yields the same groups as kafkajs at each attempt, with one call of the partitioner per partition', () => {
    const groups = grouped(RECORDS);
    const messages = toPregroupedMessages(groups);
    const { result } = groupedByKafkajs([...messages]);
    expect(messages).toHaveLength(RECORDS.length);
    expect(groupedByKafkajs(messages)).toEqual({ result, asked: groups.length });
    expect(groupedByKafkajs(messages)).toEqual({ result, asked: groups.length });
  });

  it('lets the partitioner reject a partition', () => {
    const reject = (): never => {
      throw new Error('no such partition');
    };
    const messages = toPregroupedMessages(grouped(RECORDS));
    const work = { topic: 'weather', partitionMetadata: PARTITIONS, messages, partitioner: reject };
    expect(() => groupInKafkajs(work)).toThrow('no such partition');
  });
});

describe('hasSingleLeader', () => {
  it('holds for the partitions of a single broker only', () => {
    expect(hasSingleLeader([partition(0, 1, [1]), partition(1, 1, [1])])).toBe(true);
    expect(hasSingleLeader([partition(0, 1, [1]), partition(1, 2, [2])])).toBe(false);
    expect(hasSingleLeader([partition(0, 1, [1, 2])])).toBe(false);
    expect(hasSingleLeader([partition(0, -1, [1])])).toBe(false);
  });
});
