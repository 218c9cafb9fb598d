import type { Batch, ConsumerEndBatchProcessEvent } from 'kafkajs';
import { toIncomingRecord, type IncomingRecord } from '../protocol/records.ts';
import type { ConsumerGroupConfig } from '../config/consumer-group-config.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';

/** The records of one fetch of one partition. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  /** The offset of the fetch: the log has no records between it and the first record. */
  readonly fetchedOffset: number;
  /** The offset after this batch, which may be beyond the last record: the log has entries that are no records. */
  readonly nextOffset: number;
  /** The end of the partition: the offset of its next record. */
  readonly highWatermark: number;
  readonly records: readonly IncomingRecord[];
}

/** The types of kafkajs omit `fetchedOffset`. */
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

/** The types of kafkajs omit that a batch without entries at or above the fetched offset has no first offset. */
type ProcessedBatch = Omit<ConsumerEndBatchProcessEvent['payload'], 'firstOffset'> & {
  readonly firstOffset: string | null;
};

/** Returns a batch for entries of the log that are no records; undefined for a batch with records. */
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

/**
 * Processes a partition batch and returns the offset at which the partition continues: usually `batch.nextOffset`, any other
 * one to seek there. Batches of one partition are processed one after another, those of different partitions in parallel. It
 * may take any time: heartbeats are sent meanwhile. An error stops the consumer, with nothing committed.
 */
type PartitionBatchHandler = (batch: PartitionBatch) => Promise<{ readonly nextOffset: number }>;

export interface PartitionBatchConsumerOptions {
  readonly connection: KafkaConnection;
  readonly group: Readonly<ConsumerGroupConfig>;
  readonly topic: string;
  readonly handle: PartitionBatchHandler;
  /**
   * Called for a prefetched batch, which waits for the one before it, so that it can be decoded ahead. The batch may be dropped
   * without being processed. Errors are ignored.
   */
  readonly onPrefetched?: (batch: PartitionBatch) => void;
  /**
   * Loads the committed offset of an assigned partition, from which it is fetched. A fetch from another offset may be in flight
   * already, so `handle` must not rely on it.
   */
  readonly loadNextOffset: (partition: number) => Promise<number>;
}
