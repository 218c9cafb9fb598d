import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { FetchedMessage } from './fetched-message.ts';
import type { RecordHeaders } from './record-writer.ts';

/** A record to publish. The key determines the partition; records of one key stay in order. */
export interface OutgoingRecord {
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers?: RecordHeaders;
}

/** The offsets of a batch that cannot be read. */
export interface UnreadableRange {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly reason: string;
}

/** A record as it was fetched, before it is decoded. */
export interface IncomingRecord {
  readonly offset: number;
  /** Kafka's timestamp in milliseconds since the epoch: creation time, or log append time, depending on the topic. */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Only the first of very many headers. */
  readonly headers: RecordHeaders;
  /** The number of all headers, where it is known. */
  readonly headerCount?: number;
  /**
   * Present where this represents a whole batch that cannot be read: its value is the batch as it was fetched, its offset the last
   * one of the batch.
   */
  readonly unreadable?: UnreadableRange | undefined;
}

/** Converts a message of kafkajs. */
export function toIncomingRecord(
  message: Pick<KafkaMessage, 'offset' | 'timestamp' | 'key' | 'value' | 'headers'>,
): IncomingRecord {
  const fetched: object = message;
  if (fetched instanceof FetchedMessage) return fetched;
  const { offset, timestamp, key, value, headers } = message;
  return { offset: Number(offset), timestampMs: Number(timestamp), key, value, headers: headers ?? {} };
}

/** Converts a record for kafkajs, whose types omit that headers may have no value. */
export function toMessage({ key, value, headers }: OutgoingRecord): Message {
  return { key, value, ...(headers && { headers: headers as IHeaders }) };
}
