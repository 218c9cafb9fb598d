import kafkajs, { type IHeaders, type Message, type PartitionMetadata } from 'kafkajs';
import type { KeyPartitioner } from './key-partitioner.ts';
import type { OutgoingRecord } from '../protocol/records.ts';

/** The topic no longer has the partition of a message. */
export class UnknownPartitionError extends kafkajs.KafkaJSNonRetriableError {}

/** A message with its partition: a retry goes to the same one, even without a key. */
interface PartitionedMessage extends Message {
  readonly partition: number;
  /** The original record, to choose another partition. */
  readonly record: OutgoingRecord;
}

/** The messages of one partition in order, at least one. */
export type PartitionMessages = readonly [PartitionedMessage, ...PartitionedMessage[]];

/** Groups records by partition, in their order. */
export function groupByPartition(
  records: readonly OutgoingRecord[],
  keys: KeyPartitioner,
  partitions: PartitionMetadata[],
): PartitionMessages[] {
  const groups = new Map<number, [PartitionedMessage, ...PartitionedMessage[]]>();
  for (const record of records) {
    const message = toPartitionedMessage(record, keys, partitions);
    const group = groups.get(message.partition);
    if (group) group.push(message);
    else groups.set(message.partition, [message]);
  }
  return [...groups.values()];
}

function toPartitionedMessage(
  record: OutgoingRecord,
  keys: KeyPartitioner,
  partitions: PartitionMetadata[],
): PartitionedMessage {
  const { key, value, headers } = record;
  const place =
    typeof key === 'string'
      ? keys.partitionFor(key, partitions)
      : { bytes: key, partition: keys.choosePartition(key, partitions) };
  const message = { key: place.bytes, value, partition: place.partition, record };
  return headers === undefined ? message : { ...message, headers: headers as IHeaders };
}

/** Whether one broker leads all partitions and no other one has a replica that could become the leader. */
export function hasSingleLeader(partitions: readonly PartitionMetadata[]): boolean {
  return partitions.every(
    ({ leader, replicas }) =>
      leader === partitions[0]?.leader && replicas.length === 1 && replicas[0] === leader,
  );
}
