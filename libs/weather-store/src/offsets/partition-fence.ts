import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime } from '../rows/date-time.ts';
import {
  formatPartition,
  loadPartition,
  toParameters,
  WHERE_KEY,
  type CommittedOffset,
  type PartitionKey,
  type PartitionOwner,
} from './partition-offset.ts';

/** Where a batch begins, and where the next one does. */
export interface OffsetStep {
  readonly from: CommittedOffset;
  readonly to: number;
}

/** The numbers of records of a batch by outcome. */
export interface BatchCounts {
  /** Readings; see `recountStored` for those that turn out not to be new. */
  readonly stored: number;
  readonly deadLettered: number;
  readonly expired: number;
}

/** Advances committed offsets, and remembers the owners of partitions, so that a batch need not load them. */
export class PartitionFence {
  readonly #owners = new Map<string, PartitionOwner>();

  constructor(private readonly now: () => number) {}

  /**
   * Advances the committed offset of a partition and locks its row; see `advanceOffset`. If another partition has taken over a
   * station since the last batch, the owner has another epoch.
   * @returns the owner; `undefined` if the batch is fenced: the committed offset is another one, and nothing was changed.
   */
  async advance(
    em: EntityManager,
    key: PartitionKey,
    step: OffsetStep,
    counts: BatchCounts,
  ): Promise<PartitionOwner | undefined> {
    const name = formatPartition(key);
    let owner = this.#owners.get(name) ?? (await loadPartition(em, key, this.now()));
    while (!(await advanceOffset(em, key, { ...step, owner }, counts, this.now()))) {
      this.#owners.delete(name);
      const found = await loadPartition(em, key, this.now());
      if (found.committedOffset !== step.from || (found.id === owner.id && found.epoch === owner.epoch))
        return undefined;
      owner = found;
    }
    this.#owners.set(name, owner);
    return owner;
  }
}

/**
 * Advances the offset and adds to the counts, if the committed offset is still where the batch begins and the owner is the same.
 * The row stays locked until the end of the transaction: the fence between two owners, of which the second waits here and then
 * finds the offset moved. One statement compares, locks and advances, since at low rates a transaction takes as long as its
 * round trips.
 * @returns whether the offset was advanced; nothing is changed otherwise.
 */
async function advanceOffset(
  em: EntityManager,
  key: PartitionKey,
  { from, to, owner }: OffsetStep & { readonly owner: PartitionOwner },
  { stored, deadLettered, expired }: BatchCounts,
  now: number,
): Promise<boolean> {
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `UPDATE consumer_offset
     SET next_offset = ?, read_count = read_count + ?, stored_count = stored_count + ?,
       dead_lettered_count = dead_lettered_count + ?, expired_count = expired_count + ?, updated_at = ?
     ${WHERE_KEY} AND next_offset <=> ? AND id = ? AND state_epoch = ?`,
    [
      to,
      stored + deadLettered,
      stored,
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

/** Counts readings of the batch as duplicates and corrections that were counted as stored when the offset was advanced. */
export async function recountStored(
  em: EntityManager,
  key: PartitionKey,
  duplicates: number,
  corrections: number,
): Promise<void> {
  await em.execute(
    `UPDATE consumer_offset SET stored_count = stored_count - ?, duplicate_count = duplicate_count + ?,
       correction_count = correction_count + ? ${WHERE_KEY}`,
    [duplicates + corrections, duplicates, corrections, ...toParameters(key)],
    'run',
  );
}
