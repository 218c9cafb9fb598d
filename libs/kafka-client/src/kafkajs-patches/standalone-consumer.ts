import type { Cluster, Consumer, ConsumerConfig, Kafka } from 'kafkajs';

/** kafkajs requires a group; a standalone consumer never joins it, so the broker never hears of it. */
const NO_GROUP = 'none';

/** A consumer that is no member of a group, and the cluster that it fetches with. */
interface StandaloneConsumer {
  readonly consumer: Consumer;
  readonly cluster: Cluster;
}

/**
 * Symptom: kafkajs fetches for members of a group only, while readers of ranges must disturb no group.
 * Uses kafkajs/src/consumer/index.js, which hands its cluster, which can fetch without a group, to the partition assigners.
 * Test: every command of the CLI that reads a topic (`apps/pipeline-e2e/src/specs/cli`).
 */
export function createStandaloneConsumer(
  kafka: Kafka,
  options: Pick<ConsumerConfig, 'readUncommitted'>,
): StandaloneConsumer {
  let cluster: Cluster | undefined;
  const consumer = kafka.consumer({
    ...options,
    groupId: NO_GROUP,
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (assigner) => {
        cluster = assigner.cluster;
        return {
          name: NO_GROUP,
          version: 0,
          assign: () => Promise.resolve([]),
          protocol: () => ({ name: NO_GROUP, metadata: Buffer.alloc(0) }),
        };
      },
    ],
  });
  if (cluster === undefined) throw new Error('kafkajs did not expose its cluster');
  return { consumer, cluster };
}
