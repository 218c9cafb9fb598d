import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime } from '../rows/date-time.ts';

/** A partition as one consumer group sees it. */
export interface PartitionKey {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** What became of the records of a batch; `replaced` are readings that changed what others said, `lost` are those that Kafka no longer had. */
export interface BatchCounts {
  readonly stored: number;
  readonly duplicates: number;
  readonly corrections: number;
  readonly deadLettered: number;
  readonly expired: number;
}

/** The position of a partition; null while nothing has been stored of it. */
export type CommittedOffset = number | null;

const WHERE_KEY = 'WHERE consumer_group = ? AND topic = ? AND partition_number = ?';

const toParameters = ({ group, topic, partition }: PartitionKey): [string, string, number] => [
  group,
  topic,
  partition,
];

/** A partition as the owner of the stations that come in it. */
export interface PartitionOwner {
  readonly id: number;
  /** Grows when another partition takes over a station: what was remembered of its stations holds no longer. */
  readonly epoch: number;
}

/** What the row of a partition says. */
export interface StoredPartition extends PartitionOwner {
  readonly committedOffset: CommittedOffset;
}

/** One text for each partition. */
export function formatPartition({ group, topic, partition }: PartitionKey): string {
  return `${group} ${topic} ${partition}`;
}

/** Reads the position, and makes its row if there is none, so that there is one to move. */
export async function loadCommittedOffset(
  em: EntityManager,
  key: PartitionKey,
  now: number,
): Promise<CommittedOffset> {
  return (await loadPartition(em, key, now)).committedOffset;
}

/** Loads the committed offset of a partition, and its ownership of stations. */
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
  const made = await selectPartition(em, key);
  if (made === undefined)
    throw new Error(`the row of ${key.topic} ${key.partition} was written and is not there`);
  return made;
}

/** A step of a position: from where the batch was cut to where the next one begins. */
export interface OffsetStep {
  readonly from: CommittedOffset;
  readonly to: number;
  readonly owner: PartitionOwner;
}

/**
 * Moves the position and adds to the counts, if the position is still where the batch was cut, and the owner as it was
 * remembered. The row stays locked until
 * the end of the transaction: the fence between two owners. Of two that try, the second waits here and then finds it moved.
 * One statement looks, locks and moves, since at low rates a transaction takes as long as its round trips.
 * @returns whether the position was there; nothing is changed if not.
 */
export async function advanceOffset(
  em: EntityManager,
  key: PartitionKey,
  { from, to, owner }: OffsetStep,
  counts: BatchCounts,
  now: number,
): Promise<boolean> {
  const { stored, duplicates, corrections, deadLettered, expired } = counts;
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `UPDATE consumer_offset
     SET next_offset = ?, read_count = read_count + ?, stored_count = stored_count + ?,
       repeated_count = repeated_count + ?, replaced_count = replaced_count + ?,
       dead_lettered_count = dead_lettered_count + ?,
       lost_count = lost_count + ?, updated_at = ?
     ${WHERE_KEY} AND next_offset <=> ? AND id = ? AND state_epoch = ?`,
    [
      to,
      stored + duplicates + corrections + deadLettered,
      stored,
      duplicates,
      corrections,
      deadLettered,
      expired,
      toDateTime(now),
      ...toParameters(key),
      from,
      owner.id,
      owner.epoch,
    ],
    'run',
  );
  return affectedRows > 0;
}

/** Counts readings that `advanceOffset` counted as stored as duplicates and corrections, later in the same transaction. */
export async function recountKnown(
  em: EntityManager,
  key: PartitionKey,
  { duplicates, corrections }: Pick<BatchCounts, 'duplicates' | 'corrections'>,
): Promise<void> {
  await em.execute(
    `UPDATE consumer_offset SET stored_count = stored_count - ?, repeated_count = repeated_count + ?,
       replaced_count = replaced_count + ? ${WHERE_KEY}`,
    [duplicates + corrections, duplicates, corrections, ...toParameters(key)],
    'run',
  );
}

async function selectPartition(em: EntityManager, key: PartitionKey): Promise<StoredPartition | undefined> {
  const rows = await em.execute<{ id: number; epoch: number; next_offset: number | string | null }[]>(
    `SELECT id, state_epoch AS epoch, next_offset FROM consumer_offset ${WHERE_KEY}`,
    toParameters(key),
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { id, epoch, next_offset: next } = row;
  return { id, epoch, committedOffset: next === null ? null : Number(next) };
}
