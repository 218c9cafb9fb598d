import { ByteWriter } from './byte-writer.ts';
import { batchCapacity, writeRecordBatch } from './record-batch-writer.ts';
import type { OrdinaryRecord } from './record-writer.ts';

/** A produce request as kafkajs represents it. */
export interface ProduceRequest {
  readonly acks: number;
  readonly timeout: number;
  readonly transactionalId?: string | null | undefined;
  /** A 64-bit number in one of the representations of kafkajs. */
  readonly producerId?: { toString(): string } | undefined;
  readonly producerEpoch?: number | undefined;
  /** A number of `COMPRESSION_TYPES`. */
  readonly compression?: number | undefined;
  readonly topicData: readonly TopicData[];
}

interface TopicData {
  readonly topic: string;
  readonly partitions: readonly PartitionData[];
}

interface PartitionData {
  readonly partition: number;
  readonly firstSequence?: number | undefined;
  readonly messages: readonly OrdinaryRecord[];
}

const NO_PRODUCER = '-1';
const SIZE_BYTES = 4;
const HEADER_BYTES = 1_024;

/** Encodes the body of a produce request of the versions 3 to 7. */
export function encodeProduceRequest(request: ProduceRequest): Buffer {
  const { transactionalId = null, acks, timeout, topicData } = request;
  const partitions = topicData.flatMap((topic) => topic.partitions);
  const writer = new ByteWriter(
    partitions.reduce((bytes, { messages }) => bytes + HEADER_BYTES + batchCapacity(messages), HEADER_BYTES),
  );
  writer.string(transactionalId);
  writer.int16(acks);
  writer.int32(timeout);
  writer.int32(topicData.length);
  for (const topic of topicData) writeTopic(writer, topic, request);
  return writer.written();
}

function writeTopic(writer: ByteWriter, { topic, partitions }: TopicData, request: ProduceRequest): void {
  writer.string(topic);
  writer.int32(partitions.length);
  for (const partition of partitions) writePartition(writer, partition, request);
}

function writePartition(
  writer: ByteWriter,
  { partition, messages, firstSequence = 0 }: PartitionData,
  { transactionalId, producerId = NO_PRODUCER, producerEpoch = 0, compression = 0 }: ProduceRequest,
): void {
  writer.int32(partition);
  const size = writer.length;
  writer.int32(0);
  writeRecordBatch(writer, {
    records: messages,
    timestamp: Date.now(),
    compression,
    isTransactional: Boolean(transactionalId),
    producerId: BigInt(producerId.toString()),
    producerEpoch,
    firstSequence,
  });
  writer.putUint32(writer.length - size - SIZE_BYTES, size);
}
