import type { Batch, ConsumerEndBatchProcessEvent } from 'kafkajs';
import { toIncomingRecord, type IncomingRecord } from '../protocol/records.ts';
import type { ConsumerGroupConfig } from '../config/consumer-group-config.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';

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

/**
 * Processes a partition batch to its end and says at which offset to go on: `batch.nextOffset` as a rule, any other to
 * seek there. Batches of one partition come one after another, those of different partitions at the same time. It may
 * take as long as it needs: heartbeats are sent meanwhile. Throwing stops the consumer with nothing committed.
 */
export type PartitionBatchHandler = (batch: PartitionBatch) => Promise<{ readonly nextOffset: number }>;

export interface PartitionBatchConsumerOptions {
  readonly connection: KafkaConnection;
  readonly group: Readonly<ConsumerGroupConfig>;
  readonly topic: string;
  readonly handle: PartitionBatchHandler;
  /**
   * Told of a batch that has to wait for the one before it, to do what can be done ahead. Whether its turn ever comes is not
   * known then: the batch may be dropped. What it throws is ignored.
   */
  readonly onPrefetched?: (batch: PartitionBatch) => void;
  /**
   * The position of a partition that has been assigned: it is fetched from there. A fetch may already be under way from
   * another offset, so `handle` must not rely on it.
   */
  readonly loadNextOffset: (partition: number) => Promise<number>;
}
