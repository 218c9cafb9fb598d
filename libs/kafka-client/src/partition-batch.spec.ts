import { describe, expect, it } from '@jest/globals';
import type { Batch, KafkaMessage } from 'kafkajs';
import { partitionBatch } from './partition-batch.ts';

function message(offset: string): KafkaMessage {
  return {
    offset,
    key: null,
    value: Buffer.from(offset),
    timestamp: '0',
    attributes: 0,
    headers: { h: 'x' },
  };
}

/** A batch that was fetched from 40, whose log ends with an entry that is no record. */
const batch = {
  topic: 'weather_data',
  partition: 3,
  highWatermark: '99',
  fetchedOffset: '40',
  messages: [message('42'), message('43')],
  firstOffset: () => '42',
  lastOffset: () => '44',
} as unknown as Batch;

describe('partitionBatch', () => {
  it('tells the position that was asked for from the first record, and the next one from the last', () => {
    expect(partitionBatch(batch)).toMatchObject({
      fetchedOffset: 40,
      nextOffset: 45,
      highWatermark: 99,
      partition: 3,
    });
  });

  it('keeps each record as it came', () => {
    expect(partitionBatch(batch).records).toEqual([
      { offset: 42, key: null, value: Buffer.from('42'), headers: { h: 'x' } },
      { offset: 43, key: null, value: Buffer.from('43'), headers: { h: 'x' } },
    ]);
  });
});
