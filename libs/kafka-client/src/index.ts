export { BatchingProducerConfig } from './config/batching-producer-config.ts';
export { ConsumerGroupConfig, GroupIdFromEnv } from './config/consumer-group-config.ts';
export { KafkaConfig, TopicFromEnv } from './config/kafka-config.ts';
export { KafkaConnection } from './connection/kafka-connection.ts';
export {
  alterTopicSettings,
  createMissingTopics,
  fetchEarliestOffsets,
  fetchEndOffsets,
  fetchOffsetBounds,
  fetchPartitionCounts,
  type PartitionBounds,
  type TopicDefinition,
} from './connection/topics.ts';
export type { PartitionBatch } from './consumer/partition-batch.ts';
export { PartitionBatchConsumer } from './consumer/partition-batch-consumer.ts';
export { findTraceLinks } from './consumer/trace-links.ts';
export { BatchingProducer } from './producer/batching-producer.ts';
export { DeadLetterProducer } from './producer/dead-letter-producer.ts';
export {
  DEAD_LETTER_HEADERS,
  decodeDeadLetter,
  headerText,
  type DeadLetter,
  type InvalidRecord,
} from './protocol/dead-letter-codec.ts';
export { TransactionalProducer, type AddressedRecord } from './producer/transactional-producer.ts';
export type { IncomingRecord, OutgoingRecord } from './protocol/records.ts';
export {
  PartitionReader,
  type PartitionRange,
  type PartitionReaderOptions,
  type RecordBlock,
} from './reader/partition-reader.ts';
export { TopicTail } from './reader/topic-tail.ts';
