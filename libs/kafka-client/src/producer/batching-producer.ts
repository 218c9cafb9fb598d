import {
  ConfigurationError,
  NO_TRACER,
  formatError,
  type Availability,
  type Tracer,
} from '@weather/service-runtime';
import { type BatchSender, TracedSender } from './traced-sender.ts';
import type { BatchingProducerConfig } from '../config/batching-producer-config.ts';
import { IdempotentProducer } from './idempotent-producer.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import type { OutgoingRecord } from '../protocol/records.ts';
import { PendingRecords, type PendingRecord } from './pending-records.ts';

export interface BatchingProducerOptions {
  readonly connection: KafkaConnection;
  readonly batching: Readonly<BatchingProducerConfig>;
  readonly topic: string;
  /**
   * Called when a full buffer drops its oldest pending record; without it a full buffer blocks the caller. Records in flight are
   * never dropped.
   */
  readonly onDropped?: (() => void) | undefined;
  /** Called for every acknowledged batch. */
  readonly onBatchAcknowledged?: BatchListener;
  /** Traces the sending of each batch. Default: no traces. */
  readonly tracer?: Tracer;
  readonly signal?: AbortSignal;
}

/** @param ms from sending to acknowledgement, including all retries. */
type BatchListener = (records: number, ms: number) => void;

const CLOSE_TIMEOUT_MS = 6_000;

/**
 * Collects records into batches, of which one is in flight at a time, so that the order of a key is kept and the broker drops
 * duplicates. Meanwhile the next batch grows: batches are small at low rates and large under load. The buffer is bounded in
 * records and bytes: while it is full, `send` blocks the caller, or drops the oldest pending record.
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

  /** Waits until Kafka answers and the topic exists. */
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

  /** Whether the topic accepts records. */
  get availability(): Availability {
    return this.sender.availability;
  }

  /** Records enqueued so far, whether they were acknowledged, dropped or neither. */
  get enqueued(): number {
    return this.#enqueued;
  }

  /** Records acknowledged by Kafka so far. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Records pending or in flight. */
  get buffered(): number {
    return this.#pending.length + this.#inFlight.records;
  }

  /**
   * Adds a record to the buffer if there is room for it. `onAcknowledged` is called once all in-sync replicas have it.
   * @returns whether it was added; always true if a full buffer drops its oldest record.
   * @throws a permanent error of Kafka, from then on.
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

  /** Adds a record to the buffer as `tryEnqueue` does, but blocks the caller while there is no room for it. */
  async send(record: OutgoingRecord, onAcknowledged?: () => void): Promise<void> {
    while (!this.tryEnqueue(record, onAcknowledged))
      await new Promise<void>((resolve) => this.#blocked.push(resolve));
  }

  /** Returns when every record in the buffer is acknowledged. */
  async flush(): Promise<void> {
    while (this.buffered > 0) {
      this.#startFlush();
      await this.#flushing;
      this.#throwFailure();
    }
  }

  /**
   * Sends the buffered records, for a limited time, and disconnects.
   * @returns the number of records that Kafka did not acknowledge in time.
   */
  async close(): Promise<number> {
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
    await Promise.race([this.flush().catch(() => undefined), timeout]);
    clearTimeout(this.#linger);
    await this.sender.disconnect();
    return this.buffered;
  }

  /** An empty buffer has room for one record of any size. */
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

  /** A record may have been added since the last batch was taken. */
  #onFlushed(): void {
    this.#flushing = undefined;
    if (this.#pending.length > 0 && this.#failure === undefined) this.#schedule();
  }

  async #sendAll(): Promise<void> {
    while (this.#pending.length > 0 && this.#failure === undefined) {
      const batch = this.#takeBatch();
      const startedAt = performance.now();
      try {
        await this.sender.send(batch.map(({ record }) => record));
        this.#acknowledged += batch.length;
        this.onBatchAcknowledged?.(batch.length, performance.now() - startedAt);
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
    const blocked = this.#blocked;
    this.#blocked = [];
    for (const resume of blocked) resume();
  }

  #throwFailure(): void {
    if (this.#failure === undefined) return;
    // It names the problem and the setting already.
    if (this.#failure instanceof ConfigurationError) throw this.#failure;
    throw new Error(`Kafka rejects the records: ${formatError(this.#failure)}`, { cause: this.#failure });
  }
}

function sizeOf({ key, value }: OutgoingRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
