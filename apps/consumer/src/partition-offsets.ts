import type { PartitionBatch } from '@weather/kafka-client';
import type { CommittedOffset } from '@weather/weather-store/sink';
import type { ConsumerLog } from './consumer-log.ts';
import { reconcileOffset } from './reconcile-offset.ts';

export interface PartitionOffsetsOptions {
  /** Loads the committed offset of a partition; retries until the database answers. */
  readonly load: (partition: Pick<PartitionBatch, 'topic' | 'partition'>) => Promise<CommittedOffset>;
  /** The first offset of a partition that Kafka still has. */
  readonly earliestOffset: (topic: string, partition: number) => Promise<number>;
  readonly log: Pick<ConsumerLog, 'expired' | 'topicReset'>;
}

/** The records of a batch that are next for its partition; or the offset to fetch from, if it has none. */
export type Assignment =
  | {
      readonly kind: 'process';
      readonly committedOffset: CommittedOffset;
      readonly from: number;
      /** The number of records that Kafka deleted before they were read. */
      readonly expired: number;
    }
  | { readonly kind: 'seek'; readonly to: number };

/** A fetch that was in flight may arrive after the first seek to an offset, but none after the second. */
const SEEKS_TO_CONFIRM_GAP = 2;

/** The committed offsets of the partitions: the first step of each batch assigns it the offsets that it stores. */
export class PartitionOffsets {
  /** As of the last transactions; loaded again whenever a batch does not continue at them. */
  readonly #committed = new Map<number, CommittedOffset>();
  readonly #seeks = new Map<number, { readonly to: number; readonly times: number }>();

  constructor(private readonly options: PartitionOffsetsOptions) {}

  /** Reconciles a batch with the committed offset of its partition. */
  async assign(batch: PartitionBatch): Promise<Assignment> {
    const committedOffset = await this.#load(batch);
    const reconciliation = reconcileOffset(committedOffset, batch, this.#confirmedSeek(batch.partition));
    if (reconciliation.kind === 'seek') return this.#seek(batch.partition, reconciliation.to);
    if (reconciliation.kind === 'topicReset') this.options.log.topicReset(batch, committedOffset);
    const expired = reconciliation.kind === 'gap' ? await this.#countExpired(batch, committedOffset) : 0;
    return { kind: 'process', committedOffset, from: reconciliation.from, expired };
  }

  /** After a transaction has stored the records of a partition up to an offset. */
  onCommit(partition: number, nextOffset: number): void {
    this.#seeks.delete(partition);
    this.#committed.set(partition, nextOffset);
  }

  /** After a transaction has found another committed offset than its own. */
  onFenced(partition: number): void {
    this.#seeks.delete(partition);
    this.#committed.delete(partition);
  }

  async #load(batch: PartitionBatch): Promise<CommittedOffset> {
    const last = this.#committed.get(batch.partition);
    if (last !== undefined && last === batch.fetchedOffset) return last;
    const committedOffset = await this.options.load(batch);
    this.#committed.set(batch.partition, committedOffset);
    return committedOffset;
  }

  #seek(partition: number, to: number): Assignment {
    const last = this.#seeks.get(partition);
    this.#seeks.set(partition, { to, times: last?.to === to ? last.times + 1 : 1 });
    return { kind: 'seek', to };
  }

  #confirmedSeek(partition: number): number | undefined {
    const last = this.#seeks.get(partition);
    return last !== undefined && last.times >= SEEKS_TO_CONFIRM_GAP ? last.to : undefined;
  }

  /** A gap within the records that Kafka still has never contained records: none have expired then. */
  async #countExpired(batch: PartitionBatch, committedOffset: CommittedOffset): Promise<number> {
    const earliest = await this.options.earliestOffset(batch.topic, batch.partition);
    const expired = Math.max(0, Math.min(earliest, batch.fetchedOffset) - (committedOffset ?? 0));
    if (expired > 0) this.options.log.expired(batch, committedOffset, expired);
    return expired;
  }
}
