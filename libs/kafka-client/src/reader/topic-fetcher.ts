import type { Broker, Cluster, Consumer, KafkaMessage } from 'kafkajs';
import { topicPermission } from '../connection/kafka-access.ts';
import {
  filterCommitted,
  type AbortedTransaction,
  type LogEntry,
} from '../kafkajs-patches/committed-records.ts';
import { disconnectWithin } from '../connection/deadlines.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { createStandaloneConsumer } from '../kafkajs-patches/standalone-consumer.ts';
import { toIncomingRecord, type IncomingRecord } from '../protocol/records.ts';
import { waitForTopics, type PartitionBounds } from '../connection/topics.ts';

export interface TopicFetcherOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  /** Shows what transactions have sent that are still open or were aborted; a reader that does not waits for open ones. */
  readonly readUncommitted?: boolean;
  readonly signal?: AbortSignal;
}

/** What one fetch brought of a partition. */
export interface FetchedRecords {
  readonly partition: number;
  /** The offset that comes after what was fetched; undefined when there was nothing. */
  readonly nextOffset: number | undefined;
  /** The offset above which nothing can be read yet. */
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

/** Fetches from a topic's partitions without a group: nothing is committed, no consumer is disturbed. */
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

  /** Waits until Kafka answers and the topic is there. */
  static async connect(options: TopicFetcherOptions): Promise<TopicFetcher> {
    const { connection, topic, signal } = options;
    await waitForTopics(connection, [topic], signal);
    const fetcher = new TopicFetcher(options);
    await connection.withRetry(() => fetcher.#connect(), { signal });
    return fetcher;
  }

  /** The bounds of all partitions now; an open transaction's records lie behind the end unless they are read as well. */
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

  /** The partitions that the topic has now, also those that were added since. */
  async partitions(): Promise<number[]> {
    return await this.#withRetry('Describe', async () => {
      await this.#cluster.refreshMetadata();
      return this.#cluster
        .findTopicPartitionMetadata(this.#options.topic)
        .map(({ partitionId }) => partitionId);
    });
  }

  /**
   * Fetches from several partitions at once, each from an offset on: one request to each broker. Waits a moment for
   * records where there are none.
   * @throws an error for which `isOffsetOutOfRange` holds when Kafka does not have one of the offsets.
   */
  async fetch(nextOffsets: ReadonlyMap<number, number>): Promise<FetchedRecords[]> {
    return await this.#withRetry('Read', async () => {
      const leaders = this.#cluster.findLeaderForPartitions(this.#options.topic, [...nextOffsets.keys()]);
      const answers = await Promise.all(
        Object.entries(leaders).map(([nodeId, partitions]) =>
          this.#fetchFrom(nodeId, partitions, nextOffsets),
        ),
      );
      return answers.flat();
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
    const answer = (await broker.fetch({
      isolationLevel: readUncommitted ? READ_UNCOMMITTED : READ_COMMITTED,
      maxWaitTime: FETCH_WAIT_MS,
      maxBytes: FETCH_BYTES,
      topics: [{ topic, partitions: wanted }],
    })) as { responses: { partitions: FetchedPartition[] }[] };
    const fetched = answer.responses[0]?.partitions ?? [];
    if (fetched.length !== wanted.length) throw new Error(`Kafka has not answered for all of ${topic}`);
    return fetched.map((own) => toFetchedRecords(own, nextOffsets.get(own.partition) ?? 0, readUncommitted));
  }

  /** After a failure the leader may be another one. */
  async #withRetry<T>(right: 'Describe' | 'Read', call: () => Promise<T>): Promise<T> {
    const { connection, topic, signal } = this.#options;
    const onRetry = async (): Promise<void> => {
      await this.#cluster.refreshMetadata().catch(() => undefined);
    };
    return await connection.withRetry(call, { signal, onRetry, right: topicPermission(right, topic) });
  }
}

/** Kafka answers with whole batches: what lies before the offset is left out. */
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
