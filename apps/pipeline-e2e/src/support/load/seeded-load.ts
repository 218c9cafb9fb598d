import { setTimeout as delay } from 'node:timers/promises';
import { BatchingProducer, BatchingProducerConfig } from '@weather/kafka-client';
import { MS_PER_SECOND } from '@weather/weather-schema';
import { silentConnection } from '../stack/kafka-tools.ts';
import { seededFraction } from '../faults/seeded-random.ts';
import { MIXED, seededRecord, type Mix, type SeededRecord } from './seeded-records.ts';

export interface SeededLoadOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly seed: number;
}

const TICK_MS = 50;
const CLOSE_TIMEOUT_MS = 6_000;
/** The distance over which records are shuffled. */
const SHUFFLE_WINDOW = 200;

/**
 * Publishes the records of a seed in order, at once or at a steady rate, and remembers which records were sent and how
 * many Kafka has acknowledged.
 */
export class SeededLoad {
  /** All records that were sent, in order: records of one key are in their partition in the same order. */
  readonly sent: SeededRecord[] = [];
  acknowledged = 0;
  #sending: Promise<void> | undefined;
  #isSending = false;
  #failure: Error | undefined;

  private constructor(
    private readonly producer: BatchingProducer,
    private readonly seed: number,
  ) {}

  /** Waits until Kafka is reachable and the topic exists. */
  static async connect({ brokers, topic, seed }: SeededLoadOptions): Promise<SeededLoad> {
    const producer = await BatchingProducer.connect({
      connection: silentConnection(brokers),
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
    const place = (n: number): number => n + seededFraction(this.seed, 'shuffle', n) * SHUFFLE_WINDOW;
    const order = Array.from({ length: count }, (_, index) => first + index);
    order.sort((a, b) => place(a) - place(b));
    for (const n of order) await this.#sendOne(seededRecord(this.seed, n, mix));
    await this.producer.flush();
  }

  /** Publishes at a steady rate until `settle`. */
  start(readingsPerSecond: number, mix: Mix = MIXED): void {
    if (this.#isSending) return;
    this.#isSending = true;
    this.#sending = this.#sendSteadily((readingsPerSecond * TICK_MS) / MS_PER_SECOND, mix);
  }

  /**
   * Stops sending and waits until all records are acknowledged.
   * @throws Error if Kafka rejected a record permanently.
   */
  async settle(): Promise<void> {
    this.#isSending = false;
    await this.#sending;
    if (this.#failure !== undefined) throw this.#failure;
    await this.producer.flush();
  }

  /** Stops within a bounded time: Kafka may never come back. */
  async close(): Promise<void> {
    this.#isSending = false;
    await Promise.race([this.#sending, delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
    await this.producer.close();
  }

  async #sendSteadily(perTick: number, mix: Mix): Promise<void> {
    try {
      while (this.#isSending) {
        await this.#send(perTick, mix);
        await delay(TICK_MS);
      }
    } catch (error) {
      this.#failure = new Error('Kafka rejected the load', { cause: error });
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
