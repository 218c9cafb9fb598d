import { setTimeout as delay } from 'node:timers/promises';
import { BatchingProducer, BatchingProducerConfig } from '@weather/kafka-client';
import { quietConnection } from '../stack/quiet-connection.ts';
import { fractionOf } from '../faults/seeded-random.ts';
import { MIXED, seededRecord, type Mix, type SeededRecord } from './seeded-records.ts';

export interface SeededLoadOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly seed: number;
}

const TICK_MS = 50;
const MS_PER_SECOND = 1_000;
const CLOSE_TIMEOUT_MS = 6_000;
/** Records change places with others at most so far away. */
const SHUFFLE_WINDOW = 200;

/**
 * Publishes the records of a seed one after the other, at once or at a steady rate, and remembers what it sent and what
 * Kafka has acknowledged.
 */
export class SeededLoad {
  /** All that was sent, in this order; a record before another one of the same key lies before it in its partition. */
  readonly sent: SeededRecord[] = [];
  acknowledged = 0;
  #flow: Promise<void> | undefined;
  #flowing = false;
  #failure: Error | undefined;

  private constructor(
    private readonly producer: BatchingProducer,
    private readonly seed: number,
  ) {}

  /** Waits until Kafka answers and the topic is there. */
  static async start({ brokers, topic, seed }: SeededLoadOptions): Promise<SeededLoad> {
    const producer = await BatchingProducer.connect({
      connection: quietConnection(brokers),
      topic,
      batching: new BatchingProducerConfig(),
    });
    return new SeededLoad(producer, seed);
  }

  /** Publishes a backlog and waits until all of it is acknowledged. */
  async publish(count: number, mix: Mix = MIXED): Promise<void> {
    await this.#send(count, mix);
    await this.producer.flush();
  }

  /** Publishes a backlog in an order shuffled by the seed. */
  async publishShuffled(count: number, mix: Mix = MIXED): Promise<void> {
    const first = this.sent.length;
    const place = (n: number): number => n + fractionOf(this.seed, 'shuffle', n) * SHUFFLE_WINDOW;
    const order = Array.from({ length: count }, (_, index) => first + index);
    order.sort((a, b) => place(a) - place(b));
    for (const n of order) await this.#sendOne(seededRecord(this.seed, n, mix));
    await this.producer.flush();
  }

  /** Publishes at a steady rate until `settle`. */
  flow(readingsPerSecond: number, mix: Mix = MIXED): void {
    if (this.#flowing) return;
    this.#flowing = true;
    this.#flow = this.#keepFlowing((readingsPerSecond * TICK_MS) / MS_PER_SECOND, mix);
  }

  /**
   * Ends the flow and waits for the acknowledgement of all that was sent.
   * @throws what Kafka refused for good.
   */
  async settle(): Promise<void> {
    this.#flowing = false;
    await this.#flow;
    if (this.#failure !== undefined) throw this.#failure;
    await this.producer.flush();
  }

  /** Ends, for a bounded time, what is under way: Kafka may be away for good. */
  async close(): Promise<void> {
    this.#flowing = false;
    await Promise.race([this.#flow, delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
    await this.producer.close();
  }

  async #keepFlowing(perTick: number, mix: Mix): Promise<void> {
    try {
      while (this.#flowing) {
        await this.#send(perTick, mix);
        await delay(TICK_MS);
      }
    } catch (error) {
      this.#failure = new Error('the load was refused', { cause: error });
    }
  }

  async #send(count: number, mix: Mix): Promise<void> {
    for (let index = 0; index < count; index++) {
      await this.#sendOne(seededRecord(this.seed, this.sent.length, mix));
    }
  }

  async #sendOne(record: SeededRecord): Promise<void> {
    this.sent.push(record);
    await this.producer.send(record.record, () => this.acknowledged++);
  }
}
