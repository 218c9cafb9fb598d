import { Availability } from '@weather/service-runtime';
import type { Kafka, Message, PartitionMetadata, Producer } from 'kafkajs';
import { topicPermission } from '../connection/access-errors.ts';
import { COMPRESSION_TYPES, type Compression } from '../protocol/compression.ts';
import { disconnectWithin } from '../connection/deadlines.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { hasLostProducerState } from '../connection/kafka-errors.ts';
import { KeyPartitioner } from './key-partitioner.ts';
import {
  groupByPartition,
  hasSingleLeader,
  UnknownPartitionError,
  type PartitionMessages,
} from './messages-by-partition.ts';
import { toPregroupedMessages } from '../kafkajs-patches/pregrouped-messages.ts';
import { SerialQueue } from '../consumer/partition-queue.ts';
import type { OutgoingRecord } from '../protocol/records.ts';
import { fetchPartitions } from '../connection/topics.ts';

const ALL_REPLICAS = -1;
const DISCONNECT_TIMEOUT_MS = 2_000;
/** Shorter rejections, such as during a change of leaders, are not logged. */
const REJECTED_FOR_MS = 3_000;

/**
 * Sends batches of records to one topic, each until all in-sync replicas have it. A batch that is resent after a lost response
 * has the same sequence numbers, so the broker drops it, as long as kafkajs resends it and not this class: hence the client
 * that retries without limit. Batches are sent one at a time: otherwise kafkajs would use the sequence numbers of a batch whose
 * response was lost for the next one, which the broker would drop as a duplicate.
 *
 * Where leaders can change, kafkajs gets the records of one partition at a time: of a batch for several brokers it loses the
 * records of a partition whose leader moves to a broker that has responded already, and resends records that another broker
 * has acknowledged.
 */
export class IdempotentProducer {
  /** Whether the topic accepts records: down while Kafka answers but has rejected them for some time. */
  readonly availability: Availability;
  readonly #kafka: Kafka;
  readonly #keys: KeyPartitioner;
  readonly #sends = new SerialQueue();
  #producer: Producer;
  /** Set after a failure: other records of its request may be in the log, with sequence numbers that kafkajs would reuse. */
  #hasUncertainSequence = false;
  #sendingSince = Number.POSITIVE_INFINITY;

  private constructor(
    private readonly connection: KafkaConnection,
    private readonly topic: string,
    private partitions: PartitionMetadata[],
    private readonly compression: Compression,
  ) {
    this.availability = new Availability(`topic ${topic}`, connection.logger, {
      observer: connection.observer,
    });
    this.#keys = new KeyPartitioner(topic);
    this.#kafka = connection.createRetryingClient((reason) => this.#onRejected(reason));
    this.#producer = this.#newProducer();
  }

  /** Waits until Kafka answers and the topic exists. */
  static async connect(
    connection: KafkaConnection,
    topic: string,
    signal?: AbortSignal,
    compression: Compression = 'none',
  ): Promise<IdempotentProducer> {
    const partitions = await fetchPartitions(connection, topic, signal);
    const idempotentProducer = new IdempotentProducer(connection, topic, partitions, compression);
    await idempotentProducer.#connect(signal);
    return idempotentProducer;
  }

  /**
   * Returns when every record is acknowledged, however long Kafka is unreachable.
   * @throws a permanent error of Kafka: a record is too large, a permission is missing.
   */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    await this.#sends.add(() => this.#sendNow(records));
  }

  async #sendNow(records: readonly OutgoingRecord[]): Promise<void> {
    this.#sendingSince = performance.now();
    try {
      if (this.#hasUncertainSequence) await this.#replaceProducer();
      await this.#sendAll(records);
    } catch (error) {
      this.#hasUncertainSequence = true;
      throw error;
    } finally {
      this.#sendingSince = Number.POSITIVE_INFINITY;
    }
    this.availability.up();
  }

  /** Limited in time: an unreachable broker does not delay the end of the app. */
  async disconnect(): Promise<void> {
    await disconnectWithin(this.#producer, DISCONNECT_TIMEOUT_MS);
  }

  async #sendAll(records: readonly OutgoingRecord[]): Promise<void> {
    const partitioned = groupByPartition(records, this.#keys, this.partitions);
    for (const batch of hasSingleLeader(this.partitions)
      ? [partitioned]
      : partitioned.map((group) => [group])) {
      await this.#sendBatch(batch);
    }
  }

  async #sendBatch(batch: readonly PartitionMessages[]): Promise<void> {
    for (let groups = batch; groups.length > 0;) {
      try {
        groups = await this.#unacknowledged(groups);
      } catch (error) {
        if (error instanceof UnknownPartitionError) {
          await this.#sendAll(groups.flat().map(({ record }) => record));
          return;
        }
        if (!hasLostProducerState(error)) throw error;
        this.#logLostProducerState();
        await this.#replaceProducer();
      }
    }
  }

  /**
   * Sends messages; when kafkajs fails after all, they keep their sequence numbers.
   * @returns those of the partitions that the response omits.
   */
  async #unacknowledged(groups: readonly PartitionMessages[]): Promise<PartitionMessages[]> {
    const { topic } = this;
    const compression = COMPRESSION_TYPES[this.compression];
    const messages = toPregroupedMessages(groups);
    const answers = await this.connection.withRetry(
      () => this.#producer.send({ topic, acks: ALL_REPLICAS, compression, messages }),
      { right: topicPermission('Write', topic) },
    );
    const acknowledged = new Set(answers.map(({ partition }) => partition));
    return groups.filter(([first]) => !acknowledged.has(first.partition));
  }

  #logLostProducerState(): void {
    this.connection.logger.warn('the broker lost the producer state, continuing with a new producer', {
      topic: this.topic,
    });
  }

  async #replaceProducer(): Promise<void> {
    await this.disconnect();
    this.#producer = this.#newProducer();
    await this.#connect();
    this.#hasUncertainSequence = false;
  }

  /** Retried, since Kafka may become unreachable between any two of its requests. */
  async #connect(signal?: AbortSignal): Promise<void> {
    await this.connection.withRetry(() => this.#producer.connect(), { signal });
  }

  #newProducer(): Producer {
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => (args) => this.#checkPartition(args.partitionMetadata, args.message),
    });
    this.connection.observeProducer(producer);
    return producer;
  }

  /** kafkajs silently omits records for a missing partition: the topic was recreated with fewer. */
  #checkPartition(partitions: PartitionMetadata[], { partition }: Message): number {
    this.partitions = partitions;
    if (partition !== undefined && partitions.some(({ partitionId }) => partitionId === partition))
      return partition;
    throw new UnknownPartitionError(`topic ${this.topic} no longer has partition ${String(partition)}`);
  }

  #onRejected(reason: string): void {
    if (performance.now() - this.#sendingSince > REJECTED_FOR_MS) this.availability.down(reason);
  }
}
