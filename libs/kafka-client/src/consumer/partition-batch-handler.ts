import type { ConsumerGroupConfig } from '../config/consumer-group-config.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import type { PartitionBatch } from './partition-batch.ts';

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
