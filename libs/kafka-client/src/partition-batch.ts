import type { Batch } from 'kafkajs';
import type { IncomingRecord } from './records.ts';

/** What one fetch brought of one partition. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  /** The position that was asked for: whatever lies between it and the first record is no longer there. */
  readonly fetchedOffset: number;
  /** The position after this batch, which may lie beyond the last record: the log has entries that are no records. */
  readonly nextOffset: number;
  /** The offset that the next record of the partition will get. */
  readonly highWatermark: number;
  readonly records: readonly IncomingRecord[];
}

/** `fetchedOffset` is not in kafkajs's types. */
interface FetchedBatch extends Batch {
  readonly fetchedOffset?: string;
}

export function partitionBatch(batch: FetchedBatch): PartitionBatch {
  const { topic, partition, highWatermark, messages } = batch;
  return {
    topic,
    partition,
    fetchedOffset: Number(batch.fetchedOffset ?? batch.firstOffset()),
    nextOffset: Number(batch.lastOffset()) + 1,
    highWatermark: Number(highWatermark),
    records: messages.map(({ offset, key, value, headers }) => ({
      offset: Number(offset),
      key,
      value,
      headers: (headers ?? {}) as IncomingRecord['headers'],
    })),
  };
}
