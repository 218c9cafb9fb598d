import { WaitingEnded } from '@weather/service-runtime';
import type { Broker, Cluster, Consumer, KafkaMessage } from 'kafkajs';
import { committedMessages, type AbortedTransaction, type LogEntry } from './committed-messages.ts';
import { disconnectWithin } from './disconnect-within.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { isOffsetOutOfRange } from './kafka-errors.ts';
import { incomingRecord, type IncomingRecord } from './records.ts';
import { waitForTopics } from './topics.ts';

/** A part of a partition, from one offset to below another. */
export interface PartitionRange {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** What a partition holds: offsets from `earliest` to below `end`. */
export interface PartitionBounds {
  readonly earliest: number;
  readonly end: number;
}

/** What one fetch brought of a range. */
export interface RecordBlock {
  /** Above the end of the block before it only when Kafka has removed what lay between. */
  readonly from: number;
  readonly nextOffset: number;
  readonly records: readonly IncomingRecord[];
}

export interface PartitionReaderOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  /** Shows what transactions have sent that are still open or were aborted; a reader that does not waits for open ones. */
  readonly readUncommitted?: boolean;
  readonly signal?: AbortSignal;
}

const FETCH_WAIT_MS = 250;
const FETCH_BYTES = 1_048_576;
const DISCONNECT_TIMEOUT_MS = 2_000;
const READ_UNCOMMITTED = 0;
const READ_COMMITTED = 1;
/** kafkajs asks for one; the reader never joins it, so the broker hears nothing of it. */
const NO_GROUP = 'none';

interface FetchedPartition {
  readonly highWatermark: string;
  readonly lastStableOffset?: string;
  readonly abortedTransactions?: readonly AbortedTransaction[];
  readonly messages: readonly (KafkaMessage & LogEntry)[];
}

/** Reads ranges of a topic's partitions. It joins no group and commits nothing, so it disturbs no consumer. */
export class PartitionReader {
  readonly #options: PartitionReaderOptions;
  readonly #consumer: Consumer;
  readonly #cluster: Cluster;

  private constructor(options: PartitionReaderOptions) {
    this.#options = options;
    const { consumer, cluster } = groupless(options);
    this.#consumer = consumer;
    options.connection.watchConsumer(consumer);
    this.#cluster = cluster;
  }

  /** Waits until Kafka answers and the topic is there. */
  static async connect(options: PartitionReaderOptions): Promise<PartitionReader> {
    const { connection, topic, signal } = options;
    await waitForTopics(connection, [topic], signal);
    const reader = new PartitionReader(options);
    await connection.whenReachable(() => reader.#connect(), { signal });
    return reader;
  }

  /** The bounds of all partitions now; an open transaction's records lie behind the end unless they are read as well. */
  async bounds(): Promise<Map<number, PartitionBounds>> {
    return await this.#persistently(async () => {
      const topic = this.#options.topic;
      const partitions = this.#cluster
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => ({ partition: partitionId }));
      const [earliest, end] = [
        await this.#cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning: true }]),
        await this.#cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning: false }]),
      ].map((topics) => offsetsOf(topics));
      return new Map(
        partitions.map(({ partition }) => [
          partition,
          { earliest: earliest?.get(partition) ?? 0, end: end?.get(partition) ?? 0 },
        ]),
      );
    });
  }

  /**
   * The records of a range, block by block. A range that ends above what can be read is waited for; one that begins below
   * what Kafka still has is read from there.
   * @throws WaitingEnded when the signal is aborted.
   */
  async *read({ partition, from, to }: PartitionRange): AsyncGenerator<RecordBlock, void, undefined> {
    let next = from;
    while (next < to) {
      if (this.#options.signal?.aborted) throw new WaitingEnded(`no longer reading ${this.#options.topic}`);
      const block = await this.#fetchOrSkip(partition, next, to);
      if (block === undefined) continue;
      yield block;
      next = block.nextOffset;
    }
  }

  async close(): Promise<void> {
    await disconnectWithin(this.#consumer, DISCONNECT_TIMEOUT_MS);
  }

  async #connect(): Promise<void> {
    await this.#consumer.connect();
    await this.#cluster.addTargetTopic(this.#options.topic);
    await this.#cluster.refreshMetadata();
  }

  async #fetchOrSkip(partition: number, next: number, to: number): Promise<RecordBlock | undefined> {
    try {
      return blockOf(await this.#fetch(partition, next), { partition, from: next, to });
    } catch (error) {
      if (!isOffsetOutOfRange(error)) throw error;
      const earliest = (await this.bounds()).get(partition)?.earliest ?? 0;
      if (earliest <= next) throw error;
      const start = Math.min(earliest, to);
      return { from: start, nextOffset: start, records: [] };
    }
  }

  async #fetch(partition: number, offset: number): Promise<FetchedPartition> {
    const { topic, readUncommitted = false } = this.#options;
    return await this.#persistently(async () => {
      const broker = await this.#leaderOf(partition);
      const answer = (await broker.fetch({
        isolationLevel: readUncommitted ? READ_UNCOMMITTED : READ_COMMITTED,
        maxWaitTime: FETCH_WAIT_MS,
        maxBytes: FETCH_BYTES,
        topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: FETCH_BYTES }] }],
      })) as { responses: { partitions: FetchedPartition[] }[] };
      const fetched = answer.responses[0]?.partitions[0];
      if (fetched === undefined) throw new Error(`Kafka has not answered for partition ${partition}`);
      return readUncommitted ? { ...fetched, abortedTransactions: [] } : fetched;
    });
  }

  async #leaderOf(partition: number): Promise<Broker> {
    const leaders = this.#cluster.findLeaderForPartitions(this.#options.topic, [partition]);
    const [nodeId = ''] = Object.keys(leaders);
    return await this.#cluster.findBroker({ nodeId });
  }

  /** After a failure the leader may be another one. */
  async #persistently<T>(call: () => Promise<T>): Promise<T> {
    const { connection, signal } = this.#options;
    const onRetry = async (): Promise<void> => {
      await this.#cluster.refreshMetadata().catch(() => undefined);
    };
    return await connection.whenReachable(call, { signal, onRetry });
  }
}

/** kafkajs hands its cluster, which fetches without a group, to the partition assigners of a consumer. */
function groupless({ connection, readUncommitted = false }: PartitionReaderOptions): {
  consumer: Consumer;
  cluster: Cluster;
} {
  let cluster: Cluster | undefined;
  const consumer = connection.kafka.consumer({
    groupId: NO_GROUP,
    allowAutoTopicCreation: false,
    readUncommitted,
    partitionAssigners: [
      (given) => {
        cluster = given.cluster;
        return {
          name: NO_GROUP,
          version: 0,
          assign: () => Promise.resolve([]),
          protocol: () => ({ name: NO_GROUP, metadata: Buffer.alloc(0) }),
        };
      },
    ],
  });
  if (cluster === undefined) throw new Error('kafkajs has not handed over its cluster');
  return { consumer, cluster };
}

/**
 * The part of what was fetched that lies in the range. A fetch that brings nothing although the range is below what can be
 * read ends it: the rest of the range holds no record.
 */
function blockOf(fetched: FetchedPartition, { from, to }: PartitionRange): RecordBlock | undefined {
  const { messages, abortedTransactions = [], highWatermark, lastStableOffset = highWatermark } = fetched;
  const last = messages.at(-1);
  if (last === undefined) {
    return Number(lastStableOffset) >= to ? { from, nextOffset: to, records: [] } : undefined;
  }
  const records = committedMessages(messages, abortedTransactions)
    .map(incomingRecord)
    .filter(({ offset }) => offset >= from && offset < to);
  return { from, nextOffset: Math.min(Number(last.offset) + 1, to), records };
}

function offsetsOf(
  topics: readonly { partitions: readonly { partition: number; offset: string }[] }[],
): Map<number, number> {
  return new Map(
    topics.flatMap(({ partitions }) =>
      partitions.map(({ partition, offset }) => [partition, Number(offset)] as const),
    ),
  );
}
