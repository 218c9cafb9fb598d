export { BatchingProducerConfig } from './batching-producer-config.ts';
export { BatchingProducer, type BatchingProducerOptions } from './batching-producer.ts';
export { ConsumerGroupConfig } from './consumer-group-config.ts';
export { DeadLetterProducer, type DeadLetter } from './dead-letter-producer.ts';
export { GroupIdFromEnv } from './group-id-from-env.ts';
export { KafkaConfig } from './kafka-config.ts';
export { KafkaConnection } from './kafka-connection.ts';
export { PartitionBatchConsumer } from './partition-batch-consumer.ts';
export type { PartitionBatchConsumerOptions, PartitionBatchHandler } from './partition-batch-handler.ts';
export type { PartitionBatch } from './partition-batch.ts';
export {
  PartitionReader,
  type PartitionRange,
  type PartitionReaderOptions,
  type RecordBlock,
} from './partition-reader.ts';
export type { IncomingRecord, OutgoingRecord, UnreadableRange } from './records.ts';
export {
  alterTopicSettings,
  createMissingTopics,
  earliestOffsets,
  endOffsets,
  offsetBounds,
  type PartitionBounds,
  partitionCounts,
  waitForTopics,
  type TopicDefinition,
} from './topics.ts';
export { traceLinksOf } from './trace-links.ts';
export { TopicFromEnv } from './topic-from-env.ts';
export { TopicTail, type TailedRecords, type TopicTailOptions } from './topic-tail.ts';
export {
  ProducerFencedError,
  TransactionalProducer,
  type AddressedRecord,
} from './transactional-producer.ts';
