import kafkajs, { type Message, type Producer, type Transaction } from 'kafkajs';
import { topicPermission } from '../connection/access-errors.ts';
import { disconnectWithin } from '../connection/deadlines.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { isFenced, isUnauthorized } from '../connection/kafka-errors.ts';
import { toMessage, type OutgoingRecord } from '../protocol/records.ts';

/** A record of a transaction; without a partition, its key determines it. */
export interface AddressedRecord extends OutgoingRecord {
  readonly topic: string;
  readonly partition?: number;
}

/** Another producer with the same transactional id has started, or a transaction timed out: it was aborted. */
class ProducerFencedError extends Error {
  override readonly name = 'ProducerFencedError';
}

const ALL_REPLICAS = -1;
const DISCONNECT_TIMEOUT_MS = 2_000;
/** Nobody reads past an open transaction, so one whose producer was killed must end soon. */
const TRANSACTION_TIMEOUT_MS = 15_000;

/**
 * Sends records to several topics, all or none of them. kafkajs gets the records of one partition at a time, and its response is
 * checked before the commit: of a batch for several brokers it loses the records of a partition whose leader moves to a broker
 * that has responded already.
 */
export class TransactionalProducer {
  readonly #producer: Producer;

  private constructor(
    private readonly connection: KafkaConnection,
    private readonly transactionalId: string,
  ) {
    const logRejection = (reason: string): unknown => connection.logger.debug('rejected', { reason });
    this.#producer = connection.createRetryingClient(logRejection).producer({
      transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: TRANSACTION_TIMEOUT_MS,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    connection.observeProducer(this.#producer);
  }

  /**
   * Waits until Kafka answers. It fences earlier producers with the same transactional id: their open transactions are aborted,
   * and their committed ones can be read.
   */
  static async connect(
    connection: KafkaConnection,
    transactionalId: string,
    signal?: AbortSignal,
  ): Promise<TransactionalProducer> {
    const transactional = new TransactionalProducer(connection, transactionalId);
    const producer = transactional.#producer;
    await connection.withRetry(() => producer.connect(), { signal });
    // kafkajs requests the producer id, which fences the others, only when a transaction starts.
    const transaction = await connection.withRetry(() => producer.transaction(), {
      signal,
      right: { operation: 'Write', resource: `transactional id "${transactionalId}"` },
    });
    await transaction.abort();
    return transactional;
  }

  /**
   * Returns when the records are committed.
   * @throws ProducerFencedError when another producer has taken over: none of them is committed, or all are if only the
   * response was lost.
   */
  async send(records: readonly AddressedRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      await this.#sendTransaction(records);
    } catch (error) {
      if (!isFenced(error)) throw error;
      throw new ProducerFencedError(
        `another producer with the transactional id ${this.transactionalId} has taken over`,
        { cause: error },
      );
    }
  }

  async close(): Promise<void> {
    await disconnectWithin(this.#producer, DISCONNECT_TIMEOUT_MS);
  }

  async #sendTransaction(records: readonly AddressedRecord[]): Promise<void> {
    const transaction = await this.#producer.transaction();
    try {
      for (const group of groupByPartition(records)) await this.#sendGroup(transaction, group);
    } catch (error) {
      await this.#abort(transaction);
      throw error;
    }
    await transaction.commit();
  }

  /** @throws ConfigurationError for a topic that the user may not write to. */
  async #sendGroup(transaction: Transaction, group: PartitionGroup): Promise<void> {
    await sendGroup(transaction, group).catch((error: unknown) => {
      const { access } = this.connection;
      throw isUnauthorized(error)
        ? access.toConfigurationError(error, topicPermission('Write', group.topic))
        : error;
    });
  }

  /** The broker aborts the transaction after its timeout if this fails. */
  async #abort(transaction: Transaction): Promise<void> {
    await transaction.abort().catch((error: unknown) => {
      this.connection.logger.debug('failed to abort the transaction, the broker will abort it', {
        error: String(error),
      });
    });
  }
}

/** Records for one partition. */
interface PartitionGroup {
  readonly topic: string;
  /** Undefined where the key determines it. */
  readonly partition: number | undefined;
  readonly messages: Message[];
}

/** Groups records in order; a record without a partition is a group by itself. */
function groupByPartition(records: readonly AddressedRecord[]): Iterable<PartitionGroup> {
  const groups = new Map<string, PartitionGroup>();
  records.forEach(({ topic, partition, ...record }, index) => {
    const name = partition === undefined ? `record ${index}` : `${partition} ${topic}`;
    const message = { ...toMessage(record), ...(partition === undefined ? {} : { partition }) };
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { topic, partition, messages: [message] });
    else group.messages.push(message);
  });
  return groups.values();
}

/** @throws Error when the response omits the partition, so that the transaction is aborted. */
async function sendGroup(
  transaction: Transaction,
  { topic, partition, messages }: PartitionGroup,
): Promise<void> {
  const answers = await transaction.send({ topic, acks: ALL_REPLICAS, messages });
  const isAcknowledged = answers.some(
    (answer) =>
      answer.topicName === topic &&
      answer.errorCode === 0 &&
      (partition === undefined || answer.partition === partition),
  );
  if (isAcknowledged) return;
  const target = partition === undefined ? topic : `${topic}/${partition}`;
  throw new Error(`Kafka has not acknowledged the records for ${target}: the transaction is aborted`);
}
