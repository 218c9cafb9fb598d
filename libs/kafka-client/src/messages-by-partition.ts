import kafkajs, { type Message, type PartitionMetadata } from 'kafkajs';

/** The topic no longer has the partition that a message was meant for. */
export class PartitionGone extends kafkajs.KafkaJSNonRetriableError {}

/** A message with its partition: a repeat of it goes to the same one, even without a key. */
export interface PlacedMessage extends Message {
  readonly partition: number;
  /** As it was before, to choose another partition. */
  readonly unplaced: Message;
}

/** Groups messages by partition, those of each partition in their order. */
export function byPartition(
  messages: readonly Message[],
  partitionOf: (message: Message) => number,
): PlacedMessage[][] {
  const groups = new Map<number, PlacedMessage[]>();
  for (const message of messages) {
    const partition = partitionOf(message);
    const group = groups.get(partition) ?? [];
    group.push({ ...message, partition, unplaced: message });
    groups.set(partition, group);
  }
  return [...groups.values()];
}

/** Whether one broker leads all partitions and no other one has a copy that could take its place. */
export function haveOneLeader(partitions: readonly PartitionMetadata[]): boolean {
  return partitions.every(
    ({ leader, replicas }) =>
      leader === partitions[0]?.leader && replicas.length === 1 && replicas[0] === leader,
  );
}
