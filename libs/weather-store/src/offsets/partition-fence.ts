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
