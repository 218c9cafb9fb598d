import {
  PartitionBatchConsumer,
  type ConsumerGroupConfig,
  type KafkaConnection,
} from '@weather/kafka-client';
import type { LivenessMonitor } from '@weather/service-runtime';
import type { BatchProcessor } from './batch-processor.ts';
import type { LagWatch } from './lag-watch.ts';

export interface BatchConsumerOptions {
  readonly connection: KafkaConnection;
  readonly group: Readonly<ConsumerGroupConfig>;
  readonly topic: string;
  readonly processor: BatchProcessor;
  readonly liveness: LivenessMonitor;
  readonly lag: LagWatch;
}

/** Reads the topic, processes its batches, and monitors their progress and the lag. */
export function batchConsumer(options: BatchConsumerOptions): PartitionBatchConsumer {
  const { connection, group, topic, processor, liveness, lag } = options;
  return new PartitionBatchConsumer({
    connection,
    group,
    topic,
    loadNextOffset: async (partition) => {
      const nextOffset = await processor.loadNextOffset(topic, partition);
      lag.reached(partition, nextOffset);
      return nextOffset;
    },
    onPrefetched: (batch) => processor.decodeAhead(batch),
    handle: async (batch) => {
      lag.fetched(batch);
      const outcome = await liveness.watch(`partition ${batch.partition}`, () => processor.process(batch));
      lag.reached(batch.partition, outcome.nextOffset);
      return outcome;
    },
  });
}

/** The membership in the consumer group, as a service that readiness waits for. */
export function groupMembership(batches: Pick<PartitionBatchConsumer, 'isMember'>): {
  readonly service: string;
  readonly isUp: boolean;
} {
  return {
    service: 'the consumer group',
    get isUp() {
      return batches.isMember;
    },
  };
}
