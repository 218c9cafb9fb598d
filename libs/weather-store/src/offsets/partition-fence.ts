import type { EntityManager } from '@mikro-orm/mysql';
import {
  advanceOffset,
  loadPartition,
  formatPartition,
  type BatchCounts,
  type PartitionKey,
  type PartitionOwner,
  type OffsetStep,
} from './partition-offset.ts';

/** Moves positions, and remembers what the partitions are to their stations, so that a batch need not ask. */
export class PartitionFence {
  readonly #owners = new Map<string, PartitionOwner>();

  constructor(private readonly now: () => number) {}

  /**
   * Moves the position of a partition and locks its row; see `advancePosition`. Where a station has been taken over by
   * another partition since the last batch, that is learned here: the epoch is another one.
   * @returns the owner; `undefined` when the position is not where the batch was cut, and nothing was changed.
   */
  async advance(
    em: EntityManager,
    key: PartitionKey,
    step: Omit<OffsetStep, 'owner'>,
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
