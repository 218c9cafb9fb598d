import { filterCommitted, type AbortedTransaction } from '../kafkajs-patches/drop-aborted-records.ts';
import { ByteReader } from './byte-reader.ts';
import type { FetchedMessage } from './fetched-message.ts';
import { readRecordBatches } from './record-batch-reader.ts';

/** A fetch response as kafkajs represents it. */
export interface FetchResponse {
  readonly throttleTime: number;
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly FetchedPartition[];
  }[];
}

interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  /** The offset at which the log starts, under the name that kafkajs has for it. */
  readonly lastStartOffset: string;
  /** Always empty: records of aborted transactions are marked already (see `filterCommitted`). */
  readonly abortedTransactions: readonly AbortedTransaction[];
  readonly preferredReadReplica: number;
  readonly messages: readonly FetchedMessage[];
}

/** A response has a format that is left to kafkajs. */
class UnsupportedFormatError extends Error {}

/**
 * Decodes the body of a fetch response of version 11.
 * @returns undefined for a format that is left to kafkajs: see `readRecordBatches`.
 */
export function decodeFetchResponse(body: Buffer): FetchResponse | undefined {
  try {
    return readResponse(new ByteReader(body));
  } catch (error) {
    if (error instanceof UnsupportedFormatError) return undefined;
    throw error;
  }
}

/** Whether any partition has a message. */
export function hasMessages({ responses }: FetchResponse): boolean {
  return responses.some(({ partitions }) => partitions.some(({ messages }) => messages.length > 0));
}

function readResponse(reader: ByteReader): FetchResponse {
  return {
    clientSideThrottleTime: reader.int32(),
    // From version 8 on the broker does not delay the response, the client throttles itself; kafkajs has the same rule.
    throttleTime: 0,
    errorCode: reader.int16(),
    sessionId: reader.int32(),
    responses: readArray(reader, () => ({
      topicName: reader.string(),
      partitions: readArray(reader, () => readPartition(reader)),
    })),
  };
}

function readPartition(reader: ByteReader): FetchedPartition {
  const head = {
    partition: reader.int32(),
    errorCode: reader.int16(),
    highWatermark: String(reader.int64()),
    lastStableOffset: String(reader.int64()),
    lastStartOffset: String(reader.int64()),
  };
  const aborted = readArray(reader, () => ({
    producerId: String(reader.int64()),
    firstOffset: String(reader.int64()),
  }));
  const preferredReadReplica = reader.int32();
  const messages = readMessages(reader);
  if (aborted.length > 0) markAborted(messages, aborted);
  return { ...head, abortedTransactions: [], preferredReadReplica, messages };
}

/** They stay in the list, so that readers advance beyond them. */
function markAborted(messages: readonly FetchedMessage[], aborted: readonly AbortedTransaction[]): void {
  const committed = new Set(filterCommitted(messages, aborted));
  for (const message of messages) {
    if (!committed.has(message) && !message.isControlRecord) message.batchContext.isAborted = true;
  }
}

function readMessages(reader: ByteReader): FetchedMessage[] {
  const size = reader.int32();
  if (size <= 0 || size > reader.rest) return [];
  const messages = readRecordBatches(reader, reader.position + size);
  if (messages === undefined) throw new UnsupportedFormatError();
  return messages;
}

function readArray<T>(reader: ByteReader, read: () => T): T[] {
  return Array.from({ length: Math.max(0, reader.int32()) }, read);
}
