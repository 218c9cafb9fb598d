import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { FetchedMessage } from './fetched-message.ts';
import type { RecordHeaders } from './record-writer.ts';

/** A record to publish. The key decides the partition; records of one key stay in order. */
export interface OutgoingRecord {
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers?: RecordHeaders;
}

/** The entries of a partition that came in one batch which cannot be read. */
export interface UnreadableRange {
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** What is wrong with the batch. */
  readonly reason: string;
}

/** A record as it was read, before anyone has looked into it. */
export interface IncomingRecord {
  readonly offset: number;
  /** Kafka's time of the record, in milliseconds since the epoch: of its sending, or of its appending if the topic says so. */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Of very many headers the first ones. */
  readonly headers: RecordHeaders;
  /** How many there are in all, where that is known. */
  readonly headerCount?: number;
  /**
   * Given where this is no record: it stands for a whole batch that cannot be read. Its value is the batch as it was
   * fetched, its offset the last one of the batch.
   */
  readonly unreadable?: UnreadableRange | undefined;
}

/** What kafkajs calls a message. */
export function toIncomingRecord(
  message: Pick<KafkaMessage, 'offset' | 'timestamp' | 'key' | 'value' | 'headers'>,
): IncomingRecord {
  const fetched: object = message;
  if (fetched instanceof FetchedMessage) return fetched;
  const { offset, timestamp, key, value, headers } = message;
  return { offset: Number(offset), timestampMs: Number(timestamp), key, value, headers: headers ?? {} };
}

/** As kafkajs sends it. Its types know nothing of headers without a value, which are for the encoder of `produce-request`. */
export function toMessage({ key, value, headers }: OutgoingRecord): Message {
  return { key, value, ...(headers && { headers: headers as IHeaders }) };
}
