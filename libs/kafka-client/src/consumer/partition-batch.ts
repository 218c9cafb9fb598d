import type { Batch, ConsumerEndBatchProcessEvent } from 'kafkajs';
import { toIncomingRecord, type IncomingRecord } from '../protocol/records.ts';

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

export function toPartitionBatch(batch: FetchedBatch): PartitionBatch {
  const { topic, partition, highWatermark, messages } = batch;
  return {
    topic,
    partition,
    fetchedOffset: Number(batch.fetchedOffset ?? batch.firstOffset()),
    nextOffset: Number(batch.lastOffset()) + 1,
    highWatermark: Number(highWatermark),
    records: messages.map(toIncomingRecord),
  };
}

/** kafkajs's types leave out that a batch of which nothing lies at or above the position has no first offset. */
type ProcessedBatch = Omit<ConsumerEndBatchProcessEvent['payload'], 'firstOffset'> & {
  readonly firstOffset: string | null;
};

/** A batch that holds entries of the log and no record among them; `undefined` for any other. */
export function toEmptyPartitionBatch({
  topic,
  partition,
  batchSize,
  firstOffset,
  lastOffset,
  highWatermark,
}: ProcessedBatch): PartitionBatch | undefined {
  if (batchSize > 0 || firstOffset === null) return undefined;
  return {
    topic,
    partition,
    fetchedOffset: Number(firstOffset),
    nextOffset: Number(lastOffset) + 1,
    highWatermark: Number(highWatermark),
    records: [],
  };
}
