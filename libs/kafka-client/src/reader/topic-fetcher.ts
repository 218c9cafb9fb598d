import type { Broker, Cluster, Consumer, KafkaMessage } from 'kafkajs';
import { topicPermission } from '../connection/access-errors.ts';
import {
  filterCommitted,
  type AbortedTransaction,
  type LogEntry,
} from '../kafkajs-patches/drop-aborted-records.ts';
import { disconnectWithin } from '../connection/deadlines.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { createStandaloneConsumer } from '../kafkajs-patches/standalone-consumer.ts';
import { toIncomingRecord, type IncomingRecord } from '../protocol/records.ts';
import { waitForTopics, type PartitionBounds } from '../connection/topics.ts';

export interface TopicFetcherOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  /** Whether records of open and aborted transactions are read. Default: reads only committed ones, and waits for open ones. */
  readonly readUncommitted?: boolean;
  readonly signal?: AbortSignal;
}

/** The records of one fetch of a partition. */
export interface FetchedRecords {
  readonly partition: number;
  /** The offset after the last fetched entry; undefined when there was none. */
  readonly nextOffset: number | undefined;
  /** The offset from which on nothing can be read yet. */
  readonly end: number;
  readonly records: readonly IncomingRecord[];
}

const FETCH_WAIT_MS = 250;
const FETCH_BYTES = 1_048_576;
const DISCONNECT_TIMEOUT_MS = 2_000;
const READ_UNCOMMITTED = 0;
const READ_COMMITTED = 1;

interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly lastStableOffset?: string;
  readonly abortedTransactions?: readonly AbortedTransaction[];
  readonly messages: readonly (KafkaMessage & LogEntry)[];
}

/** Fetches from a topic's partitions without a group: it commits no offsets and disturbs no consumer. */
export class TopicFetcher {
  readonly #options: TopicFetcherOptions;
  readonly #consumer: Consumer;
  readonly #cluster: Cluster;

  private constructor(options: TopicFetcherOptions) {
    this.#options = options;
    const { connection, readUncommitted = false } = options;
    const { consumer, cluster } = createStandaloneConsumer(connection.kafka, { readUncommitted });
    this.#consumer = consumer;
    connection.observeConsumer(consumer);
    this.#cluster = cluster;
  }

  /** Waits until Kafka answers and the topic exists. */
  static async connect(options: TopicFetcherOptions): Promise<TopicFetcher> {
    const { connection, topic, signal } = options;
    await waitForTopics(connection, [topic], signal);
    const fetcher = new TopicFetcher(options);
    await connection.withRetry(() => fetcher.#connect(), { signal });
    return fetcher;
  }

  /** Returns the current bounds of all partitions; records of open transactions are beyond the end unless uncommitted ones are read. */
  async bounds(): Promise<Map<number, PartitionBounds>> {
    return await this.#withRetry('Describe', async () => {
      const topic = this.#options.topic;
      const partitions = this.#cluster
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => ({ partition: partitionId }));
      const [earliest, end] = [
        await this.#cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning: true }]),
        await this.#cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning: false }]),
      ].map((topics) => toOffsetMap(topics));
      return new Map(
        partitions.map(({ partition }) => [
          partition,
          { earliest: earliest?.get(partition) ?? 0, end: end?.get(partition) ?? 0 },
        ]),
      );
    });
  }

  /** Returns the current partitions of the topic, including added ones. */
  async partitions(): Promise<number[]> {
    return await this.#withRetry('Describe', async () => {
      await this.#cluster.refreshMetadata();
      return this.#cluster
        .findTopicPartitionMetadata(this.#options.topic)
        .map(({ partitionId }) => partitionId);
    });
  }

  /**
   * Fetches from several partitions, each from an offset on, with one request to each broker. Waits a moment for records where
   * there are none.
   * @throws an error for which `isOffsetOutOfRange` holds when Kafka does not have one of the offsets.
   */
  async fetch(nextOffsets: ReadonlyMap<number, number>): Promise<FetchedRecords[]> {
    return await this.#withRetry('Read', async () => {
      const leaders = this.#cluster.findLeaderForPartitions(this.#options.topic, [...nextOffsets.keys()]);
      const responses = await Promise.all(
        Object.entries(leaders).map(([nodeId, partitions]) =>
          this.#fetchFrom(nodeId, partitions, nextOffsets),
        ),
      );
      return responses.flat();
    });
  }

  async close(): Promise<void> {
    await disconnectWithin(this.#consumer, DISCONNECT_TIMEOUT_MS);
  }

  async #connect(): Promise<void> {
    await this.#consumer.connect();
    await this.#cluster.addTargetTopic(this.#options.topic);
    await this.#cluster.refreshMetadata();
  }

  async #fetchFrom(
    nodeId: string,
    partitions: readonly number[],
    nextOffsets: ReadonlyMap<number, number>,
  ): Promise<FetchedRecords[]> {
    const { topic, readUncommitted = false } = this.#options;
    const broker: Broker = await this.#cluster.findBroker({ nodeId });
    const wanted = partitions.map((partition) => ({
      partition,
      fetchOffset: String(nextOffsets.get(partition) ?? 0),
      maxBytes: FETCH_BYTES,
    }));
    const response = (await broker.fetch({
      isolationLevel: readUncommitted ? READ_UNCOMMITTED : READ_COMMITTED,
      maxWaitTime: FETCH_WAIT_MS,
      maxBytes: FETCH_BYTES,
      topics: [{ topic, partitions: wanted }],
    })) as { responses: { partitions: FetchedPartition[] }[] };
    const fetched = response.responses[0]?.partitions ?? [];
    if (fetched.length !== wanted.length) throw new Error(`Kafka did not respond for all of ${topic}`);
    return fetched.map((partition) =>
      toFetchedRecords(partition, nextOffsets.get(partition.partition) ?? 0, readUncommitted),
    );
  }

  /** Refreshes the metadata before each retry: the leader may have changed. */
  async #withRetry<T>(right: 'Describe' | 'Read', call: () => Promise<T>): Promise<T> {
    const { connection, topic, signal } = this.#options;
    const onRetry = async (): Promise<void> => {
      await this.#cluster.refreshMetadata().catch(() => undefined);
    };
    return await connection.withRetry(call, { signal, onRetry, right: topicPermission(right, topic) });
  }
}

/** Kafka responds with whole batches: records below the offset are dropped. */
function toFetchedRecords(fetched: FetchedPartition, from: number, readUncommitted: boolean): FetchedRecords {
  const { partition, messages, highWatermark, lastStableOffset = highWatermark } = fetched;
  const aborted = readUncommitted ? [] : (fetched.abortedTransactions ?? []);
  const last = messages.at(-1);
  return {
    partition,
    nextOffset: last && Number(last.offset) + 1,
    end: Number(lastStableOffset),
    records: filterCommitted(messages, aborted)
      .map(toIncomingRecord)
      .filter(({ offset }) => offset >= from),
  };
}

function toOffsetMap(
  topics: readonly { partitions: readonly { partition: number; offset: string }[] }[],
): Map<number, number> {
  return new Map(
    topics.flatMap(({ partitions }) =>
      partitions.map(({ partition, offset }) => [partition, Number(offset)] as const),
    ),
  );
}
