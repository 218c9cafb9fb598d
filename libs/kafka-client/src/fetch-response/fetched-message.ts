import type { IHeaders } from 'kafkajs';
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
}

/** Types of timestamps, as kafkajs numbers them. */
export const CREATE_TIME = 0;
export const LOG_APPEND_TIME = 1;

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

  get isControlRecord(): boolean {
    return this.batchContext.isControlBatch;
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

  get headers(): IHeaders {
    const reader = this.#read();
    reader.skipVarintBytes();
    reader.skipVarintBytes();
    const headers = new Map<string, IHeaders[string]>();
    for (let count = reader.varint(); count > 0; count--) {
      const name = String(reader.varintBytes() ?? '');
      headers.set(name, withAnother(headers.get(name), reader.varintBytes()));
    }
    return Object.fromEntries(headers);
  }

  #read(): ByteReader {
    return new ByteReader(this.bytes, this.start);
  }
}

/** A name that comes several times has all its values. */
function withAnother(values: IHeaders[string], value: Buffer | null): IHeaders[string] {
  const given = value as Buffer;
  if (values === undefined) return given;
  return Array.isArray(values) ? [...values, given] : [values, given];
}
