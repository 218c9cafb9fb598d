import { describe, expect, it } from '@jest/globals';
import type { Batch, KafkaMessage } from 'kafkajs';
import { toEmptyPartitionBatch, toPartitionBatch } from './partition-batch.ts';

function message(offset: string): KafkaMessage {
  return {
    offset,
    key: null,
    value: Buffer.from(offset),
    timestamp: '1700000000042',
    attributes: 0,
    headers: { h: 'x' },
  };
}

/** A batch that was fetched from 40, whose log ends with an entry that is not a record. */
const batch = {
  topic: 'weather_data',
  partition: 3,
  highWatermark: '99',
  fetchedOffset: '40',
  messages: [message('42'), message('43')],
  firstOffset: () => '42',
  lastOffset: () => '44',
} as unknown as Batch;

describe('toPartitionBatch', () => {
  it('distinguishes the fetched offset from the first record and the next offset from the last one', () => {
    expect(toPartitionBatch(batch)).toMatchObject({
      fetchedOffset: 40,
      nextOffset: 45,
      highWatermark: 99,
      partition: 3,
    });
  });

  it('keeps each record unchanged', () => {
    expect(toPartitionBatch(batch).records).toEqual([
      {
        offset: 42,
        timestampMs: 1_700_000_000_042,
        key: null,
        value: Buffer.from('42'),
        headers: { h: 'x' },
      },
      {
        offset: 43,
        timestampMs: 1_700_000_000_042,
        key: null,
        value: Buffer.from('43'),
        headers: { h: 'x' },
      },
    ]);
  });
});

describe('toEmptyPartitionBatch', () => {
  const ended = {
    topic: 'weather_data',
    partition: 3,
    highWatermark: '99',
    offsetLag: '0',
    offsetLagLow: '0',
    batchSize: 0,
    firstOffset: '42',
    lastOffset: '44',
    duration: 1,
  };

  it('returns a batch for a fetch without records, such as the end of a transaction', () => {
    expect(toEmptyPartitionBatch(ended)).toEqual({
      topic: 'weather_data',
      partition: 3,
      fetchedOffset: 42,
      nextOffset: 45,
      highWatermark: 99,
      records: [],
    });
  });

  it('returns undefined for a batch with records, or without entries at or above the fetched offset', () => {
    expect(toEmptyPartitionBatch({ ...ended, batchSize: 2 })).toBeUndefined();
    expect(toEmptyPartitionBatch({ ...ended, firstOffset: null })).toBeUndefined();
  });
});
