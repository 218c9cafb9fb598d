import { reasonOf } from '@weather/service-runtime';
import type { BatchingProducerConfig } from './batching-producer-config.ts';
import { IdempotentProducer } from './idempotent-producer.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import type { OutgoingRecord } from './records.ts';

interface Waiting {
  readonly record: OutgoingRecord;
  readonly bytes: number;
  readonly onAcknowledged: (() => void) | undefined;
}

export interface BatchingProducerOptions {
  readonly connection: KafkaConnection;
  readonly batching: Readonly<BatchingProducerConfig>;
  readonly topic: string;
  readonly signal?: AbortSignal;
}

/** What a batching producer needs of the connection behind it. */
export type BatchSender = Pick<IdempotentProducer, 'send' | 'disconnect'>;

const CLOSE_TIMEOUT_MS = 6_000;

/**
 * Collects records into batches and has one batch under way at a time, so that the order of a key is kept and a repeat
 * is dropped by the broker. While a batch is under way the next one grows: batches are small when little comes in and
 * large under load. `send` holds the caller back while the buffer is full.
 */
export class BatchingProducer {
  #buffer: Waiting[] = [];
  #bufferedBytes = 0;
  #linger: NodeJS.Timeout | undefined;
  #pumping: Promise<void> | undefined;
  #held: (() => void)[] = [];
  #failure: unknown;
  #acknowledged = 0;
  #underWay = 0;

  constructor(
    private readonly sender: BatchSender,
    private readonly batching: Readonly<BatchingProducerConfig>,
  ) {}

  /** Waits until Kafka answers and the topic is there. */
  static async connect({
    connection,
    batching,
    topic,
    signal,
  }: BatchingProducerOptions): Promise<BatchingProducer> {
    return new BatchingProducer(await IdempotentProducer.connect(connection, topic, signal), batching);
  }

  /** Records acknowledged by Kafka so far. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Records taken and not yet acknowledged. */
  get buffered(): number {
    return this.#buffer.length + this.#underWay;
  }

  /**
   * Takes a record; returns when it is in the buffer, which says nothing of its arrival. `onAcknowledged` is called once
   * all in-sync replicas have it.
   * @throws what Kafka refused for good, from then on.
   */
  async send(record: OutgoingRecord, onAcknowledged?: () => void): Promise<void> {
    while (this.buffered >= this.batching.bufferRecords && this.#failure === undefined) {
      await new Promise<void>((resolve) => this.#held.push(resolve));
    }
    this.#throwFailure();
    const bytes = sizeOf(record);
    this.#buffer.push({ record, bytes, onAcknowledged });
    this.#bufferedBytes += bytes;
    this.#schedule();
  }

  /** Returns when everything taken so far is acknowledged. */
  async flush(): Promise<void> {
    while (this.buffered > 0) {
      this.#pump();
      await this.#pumping;
      this.#throwFailure();
    }
  }

  /**
   * Sends what is left, for a bounded time, and disconnects.
   * @returns how many records were given up because Kafka did not answer in time.
   */
  async close(): Promise<number> {
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
    await Promise.race([this.flush().catch(() => undefined), timeout]);
    clearTimeout(this.#linger);
    await this.sender.disconnect();
    return this.buffered;
  }

  #schedule(): void {
    const { batchRecords, batchBytes, lingerMs } = this.batching;
    if (this.#pumping) return;
    if (this.#buffer.length >= batchRecords || this.#bufferedBytes >= batchBytes) this.#pump();
    else this.#linger ??= setTimeout(() => this.#pump(), lingerMs);
  }

  #pump(): void {
    clearTimeout(this.#linger);
    this.#linger = undefined;
    this.#pumping ??= this.#sendAll().finally(() => (this.#pumping = undefined));
  }

  async #sendAll(): Promise<void> {
    while (this.#buffer.length > 0 && this.#failure === undefined) {
      const batch = this.#takeBatch();
      this.#underWay = batch.length;
      try {
        await this.sender.send(batch.map(({ record }) => record));
        this.#acknowledged += batch.length;
      } catch (error) {
        this.#failure = error;
      }
      this.#underWay = 0;
      if (this.#failure === undefined) for (const { onAcknowledged } of batch) onAcknowledged?.();
      this.#release();
    }
  }

  #takeBatch(): Waiting[] {
    const { batchRecords, batchBytes } = this.batching;
    let length = 0;
    let bytes = 0;
    for (const waiting of this.#buffer) {
      if (length >= batchRecords || (length > 0 && bytes + waiting.bytes > batchBytes)) break;
      bytes += waiting.bytes;
      length++;
    }
    this.#bufferedBytes -= bytes;
    return this.#buffer.splice(0, length);
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const resume of held) resume();
  }

  #throwFailure(): void {
    if (this.#failure === undefined) return;
    throw new Error(`Kafka refuses the records: ${reasonOf(this.#failure)}`, { cause: this.#failure });
  }
}

function sizeOf({ key, value }: OutgoingRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
