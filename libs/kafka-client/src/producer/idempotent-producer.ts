import { Availability } from '@weather/service-runtime';
import type { Kafka, Message, PartitionMetadata, Producer } from 'kafkajs';
import { topicPermission } from '../connection/kafka-access.ts';
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
/** Refusals that go away sooner, such as those of a leader change, are not worth a line in the log. */
const REFUSED_FOR_MS = 3_000;

/**
 * Sends batches of records to one topic, each until all in-sync replicas have it. A batch that is repeated after a lost
 * answer carries the same sequence numbers, so the broker drops it; that holds while kafkajs, not this class, repeats it.
 * Hence the client without a limit on its repeats. And one batch is sent after the other, whoever calls: kafkajs would
 * give the sequence numbers of a batch whose answer was lost to the next one, which the broker then drops as a repeat.
 *
 * Where leaders can change, kafkajs gets the records of one partition at a time: of a batch for several brokers it forgets
 * what belongs to a partition whose leader moves to a broker that has answered already, and sends again what another has
 * acknowledged.
 */
export class IdempotentProducer {
  /** Whether the topic takes records: down while Kafka answers, and refuses them for some time. */
  readonly availability: Availability;
  readonly #kafka: Kafka;
  readonly #keys: KeyPartitioner;
  readonly #sends = new SerialQueue();
  #producer: Producer;
  /** Something was refused: what else was in its request may be in the log, under numbers that kafkajs gives out again. */
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

  /** Waits until Kafka answers and the topic is there. */
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
   * Returns when every record is acknowledged, however long Kafka is away.
   * @throws what Kafka refuses for good: a record too large, a missing right.
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

  /** Bounded in time: a broker that is away does not hold up the end of the app. */
  async disconnect(): Promise<void> {
    await disconnectWithin(this.#producer, DISCONNECT_TIMEOUT_MS);
  }

  async #sendAll(records: readonly OutgoingRecord[]): Promise<void> {
    const placed = groupByPartition(records, this.#keys, this.partitions);
    for (const batch of hasSingleLeader(this.partitions) ? [placed] : placed.map((group) => [group])) {
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
   * Sends messages; should kafkajs give up after all, they keep their sequence numbers.
   * @returns those of a partition that Kafka said nothing of.
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
    this.connection.logger.warn('the broker has lost the state of the producer: going on with a new one', {
      topic: this.topic,
    });
  }

  async #replaceProducer(): Promise<void> {
    await this.disconnect();
    this.#producer = this.#newProducer();
    await this.#connect();
    this.#hasUncertainSequence = false;
  }

  /** Kafka may go away between any two requests of it. */
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

  /** kafkajs leaves out in silence what is for a partition that is not there: the topic was made anew with fewer. */
  #checkPartition(partitions: PartitionMetadata[], { partition }: Message): number {
    this.partitions = partitions;
    if (partition !== undefined && partitions.some(({ partitionId }) => partitionId === partition))
      return partition;
    throw new UnknownPartitionError(`topic ${this.topic} no longer has partition ${String(partition)}`);
  }

  #onRejected(reason: string): void {
    if (performance.now() - this.#sendingSince > REFUSED_FOR_MS) this.availability.down(reason);
  }
}
