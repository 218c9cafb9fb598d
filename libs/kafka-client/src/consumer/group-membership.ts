import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { groupPermission } from '../connection/access-errors.ts';
import { AdvisoryCommits } from './advisory-commits.ts';
import { disconnectWithin } from '../connection/deadlines.ts';
import { SerialQueue, PartitionQueue } from './partition-queue.ts';
import {
  type PartitionBatchConsumerOptions,
  toEmptyPartitionBatch,
  toPartitionBatch,
  type PartitionBatch,
} from './partition-batch.ts';

const HEARTBEATS_PER_SESSION = 10;
const DISCONNECT_TIMEOUT_MS = 3_000;
/** The default of kafkajs; less where the batches in flight and as many prefetched ones need less. */
const MAX_FETCH_BYTES = 10_485_760;

/**
 * One membership in a consumer group, from joining to leaving, or to a crash from which kafkajs does not recover.
 */
export class GroupMembership {
  readonly #consumer: Consumer;
  readonly #commits: AdvisoryCommits;
  readonly #inFlight: PartitionQueue;
  readonly #prefetchQueue = new SerialQueue();
  /** The number of seeks of each partition: batches that were fetched before the last one are stale. */
  readonly #seeks = new Map<number, number>();
  #stopping = false;
  #isMember = false;
  #partitions: readonly number[] = [];
  #end: (failure?: Error) => void = () => undefined;

  constructor(private readonly options: PartitionBatchConsumerOptions) {
    const { connection, group } = options;
    this.#consumer = connection.kafka.consumer({
      groupId: group.groupId,
      sessionTimeout: group.sessionTimeoutMs,
      heartbeatInterval: group.sessionTimeoutMs / HEARTBEATS_PER_SESSION,
      maxWaitTimeInMs: group.fetchWaitMs,
      maxBytesPerPartition: group.partitionFetchBytes,
      maxBytes: Math.min(MAX_FETCH_BYTES, 2 * group.concurrentPartitions * group.partitionFetchBytes),
      allowAutoTopicCreation: false,
    });
    this.#commits = new AdvisoryCommits(this.#consumer, options.topic);
    this.#inFlight = new PartitionQueue(group.concurrentPartitions);
  }

  /** Whether this consumer is a member of the group now. */
  get isMember(): boolean {
    return this.#isMember;
  }

  /** The partitions that are assigned to this consumer; none while it is no member. */
  get partitions(): readonly number[] {
    return this.#isMember ? this.#partitions : [];
  }

  /**
   * Reads until the signal: then it finishes the batches in flight and leaves the group.
   * @throws what the handler threw, or a permanent error of Kafka.
   */
  async run(signal: AbortSignal): Promise<void> {
    const ended = Promise.withResolvers<undefined>();
    // A crash while the group is being joined would be an unhandled rejection.
    ended.promise.catch(() => undefined);
    this.#end = (failure) => (failure ? ended.reject(failure) : ended.resolve(undefined));
    signal.addEventListener('abort', () => this.#end(), { once: true });
    this.#observe();
    try {
      await this.#join(signal);
      await ended.promise;
    } finally {
      await this.#stop();
    }
  }

  async #join(signal: AbortSignal): Promise<void> {
    const { connection, topic, group } = this.options;
    await connection.withRetry(() => this.#consumer.connect(), { signal });
    await this.#consumer.subscribe({ topics: [topic], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: group.concurrentPartitions,
      eachBatch: (payload) => this.#enqueueBatch(payload),
    });
  }

  #observe(): void {
    const { connection } = this.options;
    const { events } = this.#consumer;
    this.#consumer.on(events.CRASH, ({ payload }) => {
      this.#isMember = false;
      if (!payload.restart) this.#end(payload.error);
    });
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => {
      const partitions = payload.memberAssignment[this.options.topic] ?? [];
      this.#isMember = true;
      connection.access.recordAllowed(groupPermission(payload.groupId, this.options.topic));
      this.#partitions = partitions;
      connection.logger.info('joined the consumer group', { groupId: payload.groupId, partitions });
      void this.#seekToCommittedOffsets(partitions);
    });
    this.#consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      this.#enqueueEmpty(toEmptyPartitionBatch(payload));
    });
    connection.observeConsumer(this.#consumer);
  }

  /** Kafka's offsets are behind, or ahead of a restored database: an idle partition would never be corrected by a batch. */
  async #seekToCommittedOffsets(partitions: readonly number[]): Promise<void> {
    try {
      for (const partition of partitions) {
        const nextOffset = await this.options.loadNextOffset(partition);
        if (this.#stopping) return;
        this.#seek(partition, nextOffset);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #seek(partition: number, to: number): void {
    this.#seeks.set(partition, this.#seekCount(partition) + 1);
    this.#consumer.seek({ topic: this.options.topic, partition, offset: String(to) });
  }

  #seekCount(partition: number): number {
    return this.#seeks.get(partition) ?? 0;
  }

  /**
   * Returns as soon as the handling of the batch starts: kafkajs fetches the next one meanwhile. Only that one is prefetched,
   * since its call does not return before this batch is handled.
   */
  async #enqueueBatch(payload: EachBatchPayload): Promise<void> {
    const batch = toPartitionBatch(payload.batch);
    const started = Promise.withResolvers<undefined>();
    let isWaiting = true;
    this.#enqueue(batch.partition, async (isNext) => {
      isWaiting = false;
      const isCurrent = isNext && payload.isRunning() && !payload.isStale();
      if (isCurrent) payload.resolveOffset(payload.batch.lastOffset());
      started.resolve(undefined);
      if (isCurrent) await this.#handle(batch);
    });
    void this.#announcePrefetched(batch, () => isWaiting);
    await this.#withHeartbeats(payload, () => started.promise);
    // kafkajs would fetch again at once, for nothing.
    if (this.#stopping) await this.#inFlight.idle();
  }

  /** Announces one batch at a time, with other work in between: the batches of a fetch arrive all at once. */
  async #announcePrefetched(batch: PartitionBatch, isWaiting: () => boolean): Promise<void> {
    const { onPrefetched } = this.options;
    if (onPrefetched === undefined) return;
    await this.#prefetchQueue
      .add(async () => {
        await yieldToOthers();
        if (isWaiting() && !this.#stopping) onPrefetched(batch);
      })
      .catch(() => undefined);
  }

  /**
   * kafkajs skips a batch without records, such as the end of a transaction. If it were not handled, the committed offset would stay
   * below the end of the partition until the next record.
   */
  #enqueueEmpty(batch: PartitionBatch | undefined): void {
    if (batch === undefined) return;
    this.#enqueue(batch.partition, async (isNext) => {
      if (isNext) await this.#handle(batch);
    });
  }

  /** A failure ends the membership, which throws it, before another batch of the partition starts. */
  #enqueue(partition: number, work: (isNext: boolean) => Promise<void>): void {
    const seeks = this.#seekCount(partition);
    void this.#inFlight.add(partition, async () => {
      const isNext = !this.#stopping && seeks === this.#seekCount(partition);
      await work(isNext).catch((error: unknown) => this.#fail(error));
    });
  }

  async #handle(batch: PartitionBatch): Promise<void> {
    const { nextOffset } = await this.options.handle(batch);
    if (nextOffset !== batch.nextOffset) this.#seek(batch.partition, nextOffset);
    this.#commits.record(batch.partition, nextOffset);
  }

  #fail(error: unknown): void {
    this.#stopping = true;
    this.#end(error instanceof Error ? error : new Error(String(error)));
  }

  /** A failed heartbeat means a rebalance or an outage, which the next fetch detects. */
  async #withHeartbeats<T>(payload: EachBatchPayload, work: () => Promise<T>): Promise<T> {
    const intervalMs = this.options.group.sessionTimeoutMs / HEARTBEATS_PER_SESSION;
    const timer = setInterval(() => void payload.heartbeat().catch(() => undefined), intervalMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  async #stop(): Promise<void> {
    this.#stopping = true;
    this.#isMember = false;
    await this.#inFlight.idle();
    await this.#commits.close();
    await disconnectWithin(this.#consumer, DISCONNECT_TIMEOUT_MS);
  }
}
