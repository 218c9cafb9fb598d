import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime } from '../rows/date-time.ts';

/** A partition as one consumer group sees it. */
export interface PartitionKey {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** The committed offset of a partition; null while nothing of it has been stored. */
export type CommittedOffset = number | null;

/** The condition for the row of a partition; its parameters: `toParameters`. */
export const WHERE_KEY = 'WHERE consumer_group = ? AND topic = ? AND partition_number = ?';

export const toParameters = ({ group, topic, partition }: PartitionKey): [string, string, number] => [
  group,
  topic,
  partition,
];

/** A partition as the owner of the stations that come in it. */
export interface PartitionOwner {
  readonly id: number;
  /** Incremented when another partition takes over a station, which invalidates the cached states. */
  readonly epoch: number;
}

/** The row of a partition. */
export interface StoredPartition extends PartitionOwner {
  readonly committedOffset: CommittedOffset;
}

/** Formats the key of a partition as the key of a map. */
export function formatPartition({ group, topic, partition }: PartitionKey): string {
  return `${group} ${topic} ${partition}`;
}

/** Loads the row of a partition, and adds it if there is none, so that there is one to advance. */
export async function loadPartition(
  em: EntityManager,
  key: PartitionKey,
  now: number,
): Promise<StoredPartition> {
  const found = await selectPartition(em, key);
  if (found !== undefined) return found;
  await em.execute(
    `INSERT INTO consumer_offset (consumer_group, topic, partition_number, updated_at) VALUES (?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE updated_at = updated_at`,
    [...toParameters(key), toDateTime(now)],
    'run',
  );
  const added = await selectPartition(em, key);
  if (added === undefined)
    throw new Error(`the row of ${key.topic} ${key.partition} was inserted but cannot be read`);
  return added;
}

async function selectPartition(em: EntityManager, key: PartitionKey): Promise<StoredPartition | undefined> {
  const [row] = await em.execute<{ id: number; epoch: number; next: number | string | null }[]>(
    `SELECT id, state_epoch AS epoch, next_offset AS next FROM consumer_offset ${WHERE_KEY}`,
    toParameters(key),
  );
  if (row === undefined) return undefined;
  const { id, epoch, next } = row;
  return { id, epoch, committedOffset: next === null ? null : Number(next) };
}
