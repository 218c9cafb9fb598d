import {
  ConfigurationError,
  NO_TRACER,
  formatError,
  type Availability,
  type Tracer,
} from '@weather/service-runtime';
import type { BatchSender } from './traced-sender.ts';
import type { BatchingProducerConfig } from '../config/batching-producer-config.ts';
import { IdempotentProducer } from './idempotent-producer.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import type { OutgoingRecord } from '../protocol/records.ts';
import { TracedSender } from './traced-sender.ts';
import { PendingRecords, type PendingRecord } from './pending-records.ts';

export interface BatchingProducerOptions {
  readonly connection: KafkaConnection;
  readonly batching: Readonly<BatchingProducerConfig>;
  readonly topic: string;
  /**
   * If given, a full buffer drops its oldest waiting record and calls this, instead of holding the caller back. What is
   * under way is never dropped.
   */
  readonly onDropped?: (() => void) | undefined;
  /** Told of every batch that Kafka has acknowledged. */
  readonly onBatchAcknowledged?: BatchListener;
  /** Records the sending of each batch, if it is on. Default: nothing is recorded. */
  readonly tracer?: Tracer;
  readonly signal?: AbortSignal;
}

/** @param ms from the sending to the acknowledgement, all that had to be repeated in between included. */
type BatchListener = (records: number, ms: number) => void;

const CLOSE_TIMEOUT_MS = 6_000;

/**
 * Collects records into batches and has one batch under way at a time, so that the order of a key is kept and a repeat
 * is dropped by the broker. While a batch is under way the next one grows: batches are small when little comes in and
 * large under load. The buffer is bounded in records and in bytes: while it is full `send` holds the caller back, or drops
 * the oldest waiting record.
 */
export class BatchingProducer {
  readonly #pending = new PendingRecords();
  #linger: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;
  #blocked: (() => void)[] = [];
  #failure: unknown;
  #enqueued = 0;
  #acknowledged = 0;
  #inFlight = { records: 0, bytes: 0 };

  constructor(
    private readonly sender: BatchSender,
    private readonly batching: Readonly<BatchingProducerConfig>,
    private readonly onDropped?: () => void,
    private readonly onBatchAcknowledged?: BatchListener,
  ) {}

  /** Waits until Kafka answers and the topic is there. */
  static async connect({
    connection,
    batching,
    topic,
    onDropped,
    onBatchAcknowledged,
    tracer = NO_TRACER,
    signal,
  }: BatchingProducerOptions): Promise<BatchingProducer> {
    const sender = await IdempotentProducer.connect(connection, topic, signal, batching.compression);
    const traced = tracer.isOn ? new TracedSender(sender, topic, tracer) : sender;
    return new BatchingProducer(traced, batching, onDropped, onBatchAcknowledged);
  }

  /** Whether the topic takes records. */
  get availability(): Availability {
    return this.sender.availability;
  }

  /** Records taken so far, whatever became of them. */
  get enqueued(): number {
    return this.#enqueued;
  }

  /** Records acknowledged by Kafka so far. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Records taken and not yet acknowledged. */
  get buffered(): number {
    return this.#pending.length + this.#inFlight.records;
  }

  /**
   * Takes a record if there is room for it in the buffer, which says nothing of its arrival. `onAcknowledged` is called
   * once all in-sync replicas have it.
   * @returns whether it was taken; always true if a full buffer drops its oldest.
   * @throws what Kafka refused for good, from then on.
   */
  tryEnqueue(record: OutgoingRecord, onAcknowledged?: () => void): boolean {
    this.#throwFailure();
    const bytes = sizeOf(record) + (this.sender.headerBytes ?? 0);
    if (this.onDropped) this.#makeRoom(bytes, this.onDropped);
    else if (!this.#hasRoom(bytes)) return false;
    this.#pending.push({ record, bytes, onAcknowledged });
    this.#enqueued++;
    this.#schedule();
    return true;
  }

  /** As `offer`, but returns when the record is in the buffer: holds the caller back while there is no room for it. */
  async send(record: OutgoingRecord, onAcknowledged?: () => void): Promise<void> {
    while (!this.tryEnqueue(record, onAcknowledged))
      await new Promise<void>((resolve) => this.#blocked.push(resolve));
  }

  /** Returns when everything taken so far is acknowledged. */
  async flush(): Promise<void> {
    while (this.buffered > 0) {
      this.#startFlush();
      await this.#flushing;
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

  /** One record has room in an empty buffer, however large it is. */
  #hasRoom(bytes: number): boolean {
    const { bufferRecords, bufferBytes } = this.batching;
    const bufferedBytes = this.#pending.bytes + this.#inFlight.bytes;
    return this.buffered === 0 || (this.buffered < bufferRecords && bufferedBytes + bytes <= bufferBytes);
  }

  #makeRoom(bytes: number, onDropped: () => void): void {
    while (!this.#hasRoom(bytes) && this.#pending.shift() !== undefined) onDropped();
  }

  #schedule(): void {
    const { batchRecords, batchBytes, lingerMs } = this.batching;
    if (this.#flushing) return;
    if (this.#pending.length >= batchRecords || this.#pending.bytes >= batchBytes) this.#startFlush();
    else this.#linger ??= setTimeout(() => this.#startFlush(), lingerMs);
  }

  #startFlush(): void {
    clearTimeout(this.#linger);
    this.#linger = undefined;
    this.#flushing ??= this.#sendAll().finally(() => this.#onFlushed());
  }

  /** A record may have come after the last look for one. */
  #onFlushed(): void {
    this.#flushing = undefined;
    if (this.#pending.length > 0 && this.#failure === undefined) this.#schedule();
  }

  async #sendAll(): Promise<void> {
    while (this.#pending.length > 0 && this.#failure === undefined) {
      const batch = this.#takeBatch();
      const begun = performance.now();
      try {
        await this.sender.send(batch.map(({ record }) => record));
        this.#acknowledged += batch.length;
        this.onBatchAcknowledged?.(batch.length, performance.now() - begun);
      } catch (error) {
        this.#failure = error;
      }
      this.#inFlight = { records: 0, bytes: 0 };
      if (this.#failure === undefined) for (const { onAcknowledged } of batch) onAcknowledged?.();
      this.#unblock();
    }
  }

  #takeBatch(): PendingRecord[] {
    const { batchRecords, batchBytes } = this.batching;
    const bytesBefore = this.#pending.bytes;
    const batch = this.#pending.take(batchRecords, batchBytes);
    this.#inFlight = { records: batch.length, bytes: bytesBefore - this.#pending.bytes };
    return batch;
  }

  #unblock(): void {
    const held = this.#blocked;
    this.#blocked = [];
    for (const resume of held) resume();
  }

  #throwFailure(): void {
    if (this.#failure === undefined) return;
    // It says already what is wrong, and which setting.
    if (this.#failure instanceof ConfigurationError) throw this.#failure;
    throw new Error(`Kafka refuses the records: ${formatError(this.#failure)}`, { cause: this.#failure });
  }
}

function sizeOf({ key, value }: OutgoingRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
