import type { IHeaders } from 'kafkajs';
import type { UnreadableRange } from './records.ts';
import { ByteReader } from './byte-reader.ts';

/** The properties of a batch, as kafkajs represents them. */
export interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  /** The same as a number, to which the timestamps of the records are relative. */
  readonly firstTimestampMs: number;
  readonly partitionLeaderEpoch: number;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
  readonly lastOffsetDelta: number;
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly maxTimestamp: string;
  readonly maxTimestampMs: number;
  readonly timestampType: number;
  readonly magicByte: number;
  /** Set once the whole fetch is decoded: whether the transaction of this batch was aborted. */
  isAborted: boolean;
}

/** The types of timestamps, with the numbers of kafkajs. */
export const CREATE_TIME = 0;
export const LOG_APPEND_TIME = 1;

/**
 * The maximum number of headers that are read of one message: a batch of a few kilobytes may have millions of them. More than a
 * dead letter keeps (`MAX_DEAD_LETTER_HEADERS`) and adds.
 */
export const MAX_HEADERS = 2_000;

/**
 * A message with the interface of kafkajs. The offset is a number where kafkajs has a text; it accepts both. The other fields
 * are decoded on access: most keys, timestamps and headers are never accessed.
 */
export class FetchedMessage {
  constructor(
    readonly batchContext: BatchContext,
    readonly offset: number,
    private readonly timestampDelta: number,
    private readonly bytes: Buffer,
    /** The start of the key, which value and headers follow. */
    private readonly start: number,
  ) {}

  get magicByte(): number {
    return this.batchContext.magicByte;
  }

  /** Whether kafkajs should skip it: a transaction marker, or a record of an aborted transaction. */
  get isControlRecord(): boolean {
    return this.batchContext.isControlBatch || this.batchContext.isAborted;
  }

  /** Kafka does not use them yet. */
  get attributes(): number {
    return 0;
  }

  /** Milliseconds since the epoch. */
  get timestamp(): string {
    return String(this.timestampMs);
  }

  /** The same as a number, without creating a text. */
  get timestampMs(): number {
    const { timestampType, firstTimestampMs, maxTimestampMs } = this.batchContext;
    return timestampType === LOG_APPEND_TIME ? maxTimestampMs : firstTimestampMs + this.timestampDelta;
  }

  get key(): Buffer | null {
    return this.#read().varintBytes();
  }

  get value(): Buffer | null {
    const reader = this.#read();
    reader.skipVarintBytes();
    return reader.varintBytes();
  }

  /** The first `MAX_HEADERS` headers; a repeated name has a list of values. */
  get headers(): IHeaders {
    const reader = this.#readHeaders();
    const headers = new Map<string, Buffer | Buffer[]>();
    for (let count = Math.min(MAX_HEADERS, reader.varint()); count > 0; count--) {
      addHeader(headers, String(reader.varintBytes() ?? ''), reader.varintBytes());
    }
    return Object.fromEntries(headers);
  }

  /** The number of headers of the record, of which `headers` may have fewer. */
  get headerCount(): number {
    return this.#readHeaders().varint();
  }

  /** Only for a message that represents a whole batch: see `UnreadableBatch`. */
  get unreadable(): UnreadableRange | undefined {
    return undefined;
  }

  #readHeaders(): ByteReader {
    const reader = this.#read();
    reader.skipVarintBytes();
    reader.skipVarintBytes();
    return reader;
  }

  #read(): ByteReader {
    return new ByteReader(this.bytes, this.start);
  }
}

/**
 * Represents a batch that cannot be read, so that readers notice it and advance beyond it. It has the last offset of the batch,
 * no key, and the bytes of the whole batch as its value.
 */
export class UnreadableBatch extends FetchedMessage {
  readonly #batch: Buffer;
  readonly #reason: string;

  constructor(batchContext: BatchContext, batch: Buffer, reason: string) {
    super(batchContext, Number(batchContext.firstOffset) + batchContext.lastOffsetDelta, 0, batch, 0);
    this.#batch = batch;
    this.#reason = reason;
  }

  override get key(): null {
    return null;
  }

  override get value(): Buffer {
    return this.#batch;
  }

  override get headers(): IHeaders {
    return {};
  }

  override get headerCount(): number {
    return 0;
  }

  override get unreadable(): UnreadableRange {
    const { firstOffset } = this.batchContext;
    return { firstOffset: Number(firstOffset), lastOffset: this.offset, reason: this.#reason };
  }
}

/** Adds a header in constant time, however often its name is repeated; the types of kafkajs omit that values may be null. */
function addHeader(headers: Map<string, Buffer | Buffer[]>, name: string, value: Buffer | null): void {
  const values = headers.get(name);
  if (values === undefined) headers.set(name, value as Buffer);
  else if (Array.isArray(values)) values.push(value as Buffer);
  else headers.set(name, [values, value as Buffer]);
}
