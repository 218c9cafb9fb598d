import kafkajs, { type Consumer, type EachBatchPayload } from 'kafkajs';
import { AdvisoryCommits } from './advisory-commits.ts';
import { disconnectWithin } from './disconnect-within.ts';
import type { PartitionBatchConsumerOptions } from './partition-batch-handler.ts';
import { emptyPartitionBatch, partitionBatch, type PartitionBatch } from './partition-batch.ts';
import { PartitionQueue } from './partition-queue.ts';

const HEARTBEATS_PER_SESSION = 10;
const DISCONNECT_TIMEOUT_MS = 3_000;

/** The failure of a handler, in the form that makes kafkajs stop instead of trying again. */
class HandlerFailure extends kafkajs.KafkaJSNonRetriableError {}

/**
 * One membership in a consumer group, from joining to leaving or to a crash after which kafkajs does not go on by itself.
 */
export class GroupSession {
  readonly #consumer: Consumer;
  readonly #commits: AdvisoryCommits;
  readonly #inHand = new PartitionQueue();
  #stopping = false;
  #isMember = false;
  #end: (failure?: Error) => void = () => undefined;

  constructor(private readonly options: PartitionBatchConsumerOptions) {
    const { connection, group } = options;
    this.#consumer = connection.kafka.consumer({
      groupId: group.groupId,
      sessionTimeout: group.sessionTimeoutMs,
      heartbeatInterval: group.sessionTimeoutMs / HEARTBEATS_PER_SESSION,
      maxWaitTimeInMs: group.fetchWaitMs,
      maxBytesPerPartition: group.partitionFetchBytes,
      allowAutoTopicCreation: false,
    });
    this.#commits = new AdvisoryCommits(this.#consumer, options.topic);
  }

  /** Whether the group has this consumer as a member now. */
  get isMember(): boolean {
    return this.#isMember;
  }

  /**
   * Reads until the signal: then the batches in hand are finished and the group is left.
   * @throws what the handler threw, or what Kafka refuses for good.
   */
  async run(signal: AbortSignal): Promise<void> {
    const ended = Promise.withResolvers<undefined>();
    // A crash may come while the session is still being set up, when nobody waits for its end yet.
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
    await connection.whenReachable(() => this.#consumer.connect(), { signal });
    await this.#consumer.subscribe({ topics: [topic], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: group.concurrentPartitions,
      eachBatch: (payload) => this.#handleInOrder(payload),
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
      connection.logger.info('joined the consumer group', { groupId: payload.groupId, partitions });
      void this.#seekToPositions(partitions);
    });
    this.#consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      const batch = emptyPartitionBatch(payload);
      if (batch !== undefined) void this.#inHand.add(batch.partition, () => this.#handleEmptyBatch(batch));
    });
    connection.watchConsumer(this.#consumer);
  }

  /** Kafka's committed offsets lag behind, or run ahead of a database that was restored: idle partitions would stay there. */
  async #seekToPositions(partitions: readonly number[]): Promise<void> {
    const { topic, positionOf } = this.options;
    try {
      for (const partition of partitions) {
        const position = await positionOf(partition);
        if (this.#stopping) return;
        this.#consumer.seek({ topic, partition, offset: String(position) });
      }
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #handleInOrder(payload: EachBatchPayload): Promise<void> {
    await this.#whileBeating(payload, () =>
      this.#inHand.add(payload.batch.partition, () => this.#handleBatch(payload)),
    );
  }

  async #handleBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    if (this.#stopping || !payload.isRunning() || payload.isStale()) return;
    const { resumeAt } = await this.#callHandler(partitionBatch(batch));
    if (payload.isStale()) return;
    const { topic, partition } = batch;
    if (resumeAt === Number(batch.lastOffset()) + 1) payload.resolveOffset(batch.lastOffset());
    else this.#consumer.seek({ topic, partition, offset: String(resumeAt) });
    this.#commits.note(partition, resumeAt);
  }

  /**
   * kafkajs passes over a batch that holds no record, such as the end of a transaction, by itself. Without it the position
   * would stay below the end of the partition until a record comes.
   */
  async #handleEmptyBatch(batch: PartitionBatch): Promise<void> {
    if (this.#stopping) return;
    const { topic, partition, nextOffset } = batch;
    // A failure ends the session, which throws it.
    const handled = await this.#callHandler(batch).catch(() => undefined);
    if (handled === undefined) return;
    const { resumeAt } = handled;
    if (resumeAt !== nextOffset) this.#consumer.seek({ topic, partition, offset: String(resumeAt) });
    this.#commits.note(partition, resumeAt);
  }

  async #callHandler(batch: PartitionBatch): Promise<{ readonly resumeAt: number }> {
    try {
      return await this.options.handle(batch);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      this.#stopping = true;
      this.#end(failure);
      throw new HandlerFailure(failure);
    }
  }

  /** A failed heartbeat means a rebalance or an outage, which the next fetch finds out by itself. */
  async #whileBeating<T>(payload: EachBatchPayload, work: () => Promise<T>): Promise<T> {
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
    await this.#inHand.idle();
    await this.#commits.close();
    await disconnectWithin(this.#consumer, DISCONNECT_TIMEOUT_MS);
  }
}
