import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime } from '../rows/date-time.ts';

/** A partition as one consumer group sees it. */
export interface PartitionKey {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** What became of the records of a batch; `lost` are those that Kafka no longer had. */
export interface BatchCounts {
  readonly stored: number;
  readonly repeated: number;
  readonly deadLettered: number;
  readonly lost: number;
}

/** The position of a partition; null while nothing has been stored of it. */
export type Position = number | null;

const WHERE_KEY = 'WHERE consumer_group = ? AND topic = ? AND partition_number = ?';

const parametersOf = ({ group, topic, partition }: PartitionKey): [string, string, number] => [
  group,
  topic,
  partition,
];

/** Reads the position, and makes its row if there is none, so that there is one to move. */
export async function loadPosition(em: EntityManager, key: PartitionKey, now: number): Promise<Position> {
  const found = await selectPosition(em, key);
  if (found !== undefined) return found;
  await em.execute(
    'INSERT IGNORE INTO consumer_offset (consumer_group, topic, partition_number, updated_at) VALUES (?, ?, ?, ?)',
    [...parametersOf(key), toDateTime(now)],
    'run',
  );
  return (await selectPosition(em, key)) ?? null;
}

/** A step of a position: from where the batch was cut to where the next one begins. */
export interface PositionStep {
  readonly from: Position;
  readonly to: number;
}

/**
 * Moves the position and adds to the counts, if the position is still where the batch was cut. The row stays locked until
 * the end of the transaction: the fence between two owners. Of two that try, the second waits here and then finds it moved.
 * One statement looks, locks and moves, since at low rates a transaction takes as long as its round trips.
 * @returns whether the position was there; nothing is changed if not.
 */
export async function advancePosition(
  em: EntityManager,
  key: PartitionKey,
  { from, to }: PositionStep,
  counts: BatchCounts,
  now: number,
): Promise<boolean> {
  const { stored, repeated, deadLettered, lost } = counts;
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `UPDATE consumer_offset
     SET next_offset = ?, read_count = read_count + ?, stored_count = stored_count + ?,
       repeated_count = repeated_count + ?, dead_lettered_count = dead_lettered_count + ?,
       lost_count = lost_count + ?, updated_at = ?
     ${WHERE_KEY} AND next_offset <=> ?`,
    [
      to,
      stored + repeated + deadLettered,
      stored,
      repeated,
      deadLettered,
      lost,
      toDateTime(now),
      ...parametersOf(key),
      from,
    ],
    'run',
  );
  return affectedRows > 0;
}

/** Counts some of the readings that `advancePosition` took for new as repeated, later in the same transaction. */
export async function countAsRepeated(em: EntityManager, key: PartitionKey, repeated: number): Promise<void> {
  await em.execute(
    `UPDATE consumer_offset SET stored_count = stored_count - ?, repeated_count = repeated_count + ? ${WHERE_KEY}`,
    [repeated, repeated, ...parametersOf(key)],
    'run',
  );
}

async function selectPosition(em: EntityManager, key: PartitionKey): Promise<Position | undefined> {
  const rows = await em.execute<{ next_offset: number | string | null }[]>(
    `SELECT next_offset FROM consumer_offset ${WHERE_KEY}`,
    parametersOf(key),
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return row.next_offset === null ? null : Number(row.next_offset);
}
