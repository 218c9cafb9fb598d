import type { DeadLetter } from '../producer/dead-letter-producer.ts';
import type { RecordField, RecordHeaders } from './record-writer.ts';
import type { IncomingRecord, OutgoingRecord } from './records.ts';

/** Bounds of the headers of the record itself: a topic must be able to take the letter, and whoever reads it to hold it. */
export const MAX_DEAD_LETTER_HEADERS = 1_000;
export const MAX_DEAD_LETTER_HEADER_BYTES = 262_144;
const EXCERPT_BYTES = 65_536;

/**
 * The record of a dead letter: key, value and headers as they were, and the `dlq.` headers. Where it stands for a batch that
 * cannot be read these say which offsets it had, from `dlq.offset` to `dlq.last-offset`.
 */
export function encodeDeadLetter(letter: DeadLetter, at: string): OutgoingRecord {
  const { record, topic, partition, stage, reason } = letter;
  const { firstOffset = record.offset, lastOffset } = record.unreadable ?? {};
  const { headers, kept } = keptHeaders(record.headers);
  const leftOut = Math.max(record.headerCount ?? 0, countOf(record.headers)) - kept;
  return {
    key: record.key,
    value: record.value,
    headers: {
      ...headers,
      'dlq.topic': topic,
      'dlq.partition': String(partition),
      'dlq.offset': String(firstOffset),
      'dlq.stage': stage,
      'dlq.reason': reason,
      'dlq.at': at,
      ...(lastOffset !== undefined && { 'dlq.last-offset': String(lastOffset) }),
      ...(leftOut > 0 && { 'dlq.headers-left-out': String(leftOut) }),
    },
  };
}

/** Where even the dead letter topic refuses the size, the beginnings are kept and the full lengths noted. */
export function truncateDeadLetter(record: OutgoingRecord): OutgoingRecord {
  const { key, value, headers } = record;
  const [keyBytes, valueBytes] = [key?.length ?? 0, value?.length ?? 0];
  if (Math.max(keyBytes, valueBytes) <= EXCERPT_BYTES) return record;
  return {
    key: typeof key === 'string' ? key : beginningOf(key),
    value: beginningOf(value),
    headers: {
      ...headers,
      'dlq.full-length': String(valueBytes),
      ...(keyBytes > EXCERPT_BYTES && { 'dlq.full-key-length': String(keyBytes) }),
    },
  };
}

function beginningOf(bytes: Buffer | null): Buffer | null {
  return bytes && bytes.subarray(0, EXCERPT_BYTES);
}

/** As many headers as the bounds allow, in their order. */
function keptHeaders(headers: IncomingRecord['headers']): { headers: RecordHeaders; kept: number } {
  const keptByName = new Map<string, RecordHeaders[string]>();
  let [kept, bytes] = [0, 0];
  for (const [name, value] of Object.entries(headers)) {
    const values: RecordField[] = [];
    for (const one of valuesOf(value)) {
      bytes += Buffer.byteLength(name) + (one?.length ?? 0);
      if (kept === MAX_DEAD_LETTER_HEADERS || bytes > MAX_DEAD_LETTER_HEADER_BYTES) break;
      values.push(one);
      kept++;
    }
    if (values.length > 0) keptByName.set(name, Array.isArray(value) ? values : values[0]);
  }
  return { headers: Object.fromEntries(keptByName), kept };
}

function countOf(headers: IncomingRecord['headers']): number {
  return Object.values(headers).reduce<number>((count, value) => count + valuesOf(value).length, 0);
}

function valuesOf(value: RecordHeaders[string]): readonly RecordField[] {
  return [value].flat();
}
