import type { IHeaders } from 'kafkajs';
import type { UnreadableRange } from './records.ts';
import { ByteReader } from './byte-reader.ts';

/** What the records of a batch have in common, as kafkajs tells it. */
export interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  /** The same as a number, from which the times of the records are counted. */
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
  /** Set once the whole fetch is read: the transaction that this batch is part of was aborted. */
  isAborted: boolean;
}

/** Types of timestamps, as kafkajs numbers them. */
export const CREATE_TIME = 0;
export const LOG_APPEND_TIME = 1;

/**
 * The most values that the headers of one message are read to: a batch of a few kilobytes may stand for millions of them.
 * More than a dead letter keeps (`MAX_LETTER_HEADERS`) and the headers that it adds.
 */
export const MAX_HEADERS = 2_000;

/**
 * A message as kafkajs hands it over. The offset is a number where kafkajs has a text: it takes both, and would make a number
 * of each text. What else a record holds is read when it is asked for: keys, times and headers most often never are.
 */
export class FetchedMessage {
  constructor(
    readonly batchContext: BatchContext,
    readonly offset: number,
    private readonly timestampDelta: number,
    private readonly bytes: Buffer,
    /** Where the key begins, after which come the value and the headers. */
    private readonly start: number,
  ) {}

  get magicByte(): number {
    return this.batchContext.magicByte;
  }

  /** Whether kafkajs is to pass over it: a marker of a transaction, or what an aborted one has sent. */
  get isControlRecord(): boolean {
    return this.batchContext.isControlBatch || this.batchContext.isAborted;
  }

  /** Kafka has none yet. */
  get attributes(): number {
    return 0;
  }

  /** Milliseconds since the epoch. */
  get timestamp(): string {
    return String(this.timestampMs);
  }

  /** The same as a number: of many records no text is made. */
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

  /** The first `MAX_HEADERS` of them; a name that comes several times has all its values. */
  get headers(): IHeaders {
    const reader = this.#readHeaders();
    const headers = new Map<string, Buffer | Buffer[]>();
    for (let count = Math.min(MAX_HEADERS, reader.varint()); count > 0; count--) {
      addHeader(headers, String(reader.varintBytes() ?? ''), reader.varintBytes());
    }
    return Object.fromEntries(headers);
  }

  /** How many headers the record says it has, of which `headers` may hold fewer. */
  get headerCount(): number {
    return this.#readHeaders().varint();
  }

  /** Of a message that stands for a whole batch: see `UnreadableBatch`. */
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
 * Stands for the messages of a batch that cannot be read, so that whoever fetches gets past it and knows of it. It has the
 * last offset of the batch, no key, and the bytes of the whole batch as its value.
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

/** In constant time, however often the name came before; kafkajs's types leave out values that are null. */
function addHeader(headers: Map<string, Buffer | Buffer[]>, name: string, value: Buffer | null): void {
  const values = headers.get(name);
  if (values === undefined) headers.set(name, value as Buffer);
  else if (Array.isArray(values)) values.push(value as Buffer);
  else headers.set(name, [values, value as Buffer]);
}
