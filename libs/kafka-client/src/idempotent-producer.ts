import kafkajs, { type Producer } from 'kafkajs';
import type { KafkaConnection } from './kafka-connection.ts';
import { hasLostProducerState } from './kafka-errors.ts';
import { asMessage, type OutgoingRecord } from './records.ts';
import { waitForTopics } from './topics.ts';

const ALL_REPLICAS = -1;
const DISCONNECT_TIMEOUT_MS = 2_000;

/**
 * Sends batches of records to one topic, each until all in-sync replicas have it. A batch that is repeated after a lost
 * answer carries the same sequence numbers, so the broker drops it; that holds while one batch at a time is under way
 * and kafkajs, not this class, repeats it. Hence the client without a limit on its repeats.
 */
export class IdempotentProducer {
  #producer: Producer;

  private constructor(
    private readonly connection: KafkaConnection,
    private readonly topic: string,
  ) {
    this.#producer = this.#newProducer();
  }

  /** Waits until Kafka answers and the topic is there. */
  static async connect(
    connection: KafkaConnection,
    topic: string,
    signal?: AbortSignal,
  ): Promise<IdempotentProducer> {
    await waitForTopics(connection, [topic], signal);
    const idempotentProducer = new IdempotentProducer(connection, topic);
    await idempotentProducer.#producer.connect();
    return idempotentProducer;
  }

  /**
   * Returns when every record is acknowledged, however long Kafka is away.
   * @throws what Kafka refuses for good: a record too large, a missing right.
   */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const messages = records.map(asMessage);
    for (;;) {
      try {
        await this.#producer.send({ topic: this.topic, acks: ALL_REPLICAS, messages });
        return;
      } catch (error) {
        if (!hasLostProducerState(error)) throw error;
        await this.#replaceProducer();
      }
    }
  }

  /** Bounded in time: a broker that is away does not hold up the end of the app. */
  async disconnect(): Promise<void> {
    await disconnectWithin(this.#producer, DISCONNECT_TIMEOUT_MS);
  }

  async #replaceProducer(): Promise<void> {
    this.connection.logger.warn('the broker has lost the state of the producer: going on with a new one', {
      topic: this.topic,
    });
    await this.disconnect();
    this.#producer = this.#newProducer();
    await this.#producer.connect();
  }

  #newProducer(): Producer {
    const producer = this.connection.persistentKafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    const { REQUEST, REQUEST_TIMEOUT } = producer.events;
    const { availability } = this.connection;
    producer.on(REQUEST, () => availability.up());
    producer.on(REQUEST_TIMEOUT, ({ payload }) => availability.down(`no answer to ${payload.apiName}`));
    return producer;
  }
}

/** Disconnects a client, or gives up after a time: kafkajs may wait for a broker that is away. */
export async function disconnectWithin(
  client: { disconnect(): Promise<void> },
  timeoutMs: number,
): Promise<void> {
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref());
  await Promise.race([client.disconnect().catch(() => undefined), timeout]);
}
