export { BatchingProducerConfig } from './config/batching-producer-config.ts';
export { BatchingProducer, type BatchingProducerOptions } from './producer/batching-producer.ts';
export { ConsumerGroupConfig } from './config/consumer-group-config.ts';
export { DeadLetterProducer, type DeadLetter } from './producer/dead-letter-producer.ts';
export { GroupIdFromEnv } from './config/group-id-from-env.ts';
export { KafkaConfig } from './config/kafka-config.ts';
export { KafkaConnection } from './connection/kafka-connection.ts';
export { PartitionBatchConsumer } from './consumer/partition-batch-consumer.ts';
export type {
  PartitionBatchConsumerOptions,
  PartitionBatchHandler,
} from './consumer/partition-batch-handler.ts';
export type { PartitionBatch } from './consumer/partition-batch.ts';
export {
  PartitionReader,
  type PartitionRange,
  type PartitionReaderOptions,
  type RecordBlock,
} from './reader/partition-reader.ts';
export type { IncomingRecord, OutgoingRecord, UnreadableRange } from './protocol/records.ts';
export {
  alterTopicSettings,
  createMissingTopics,
  fetchEarliestOffsets,
  fetchEndOffsets,
  fetchOffsetBounds,
  type PartitionBounds,
  fetchPartitionCounts,
  waitForTopics,
  type TopicDefinition,
} from './connection/topics.ts';
export { findTraceLinks } from './consumer/trace-links.ts';
export { TopicFromEnv } from './config/topic-from-env.ts';
export { TopicTail, type TailedRecords, type TopicTailOptions } from './reader/topic-tail.ts';
export {
  ProducerFencedError,
  TransactionalProducer,
  type AddressedRecord,
} from './producer/transactional-producer.ts';
