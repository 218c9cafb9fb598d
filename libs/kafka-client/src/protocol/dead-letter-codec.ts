import type { RecordField, RecordHeaders } from './record-writer.ts';
import type { IncomingRecord, OutgoingRecord } from './records.ts';

/** The headers of a dead letter, UTF-8 text each; they are part of the published contract (docs/contract/asyncapi.json). */
export const DEAD_LETTER_HEADERS = {
  topic: 'dlq.topic',
  partition: 'dlq.partition',
  offset: 'dlq.offset',
  stage: 'dlq.stage',
  reason: 'dlq.reason',
  at: 'dlq.at',
  /** Only where the value was too large for the topic: its length, of which the beginning is kept. */
  fullLength: 'dlq.full-length',
  /** Only for a batch that cannot be read: its last offset, of which `dlq.offset` is the first. */
  lastOffset: 'dlq.last-offset',
  /** Only where the key was truncated as well: its length. */
  fullKeyLength: 'dlq.full-key-length',
  /** Only where the record had more headers than a dead letter keeps: how many are missing. */
  headersLeftOut: 'dlq.headers-left-out',
} as const;

/** A record that cannot be processed, with its source, and the step and reason of its rejection. */
export interface InvalidRecord {
  readonly record: IncomingRecord;
  readonly topic: string;
  readonly partition: number;
  readonly stage: string;
  readonly message: string;
}

/** An invalid record as the dead letter topic has it. */
export interface DeadLetter {
  /** The place of the original record, or of the first one of a batch that cannot be read. */
  readonly source: { readonly topic: string; readonly partition: number; readonly offset: number };
  readonly stage: string;
  readonly reason: string;
  /** The time of its rejection: ISO 8601, UTC. */
  readonly at: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** The headers of the original record. */
  readonly headers: IncomingRecord['headers'];
  /** The length of the original value where only its beginning was kept. */
  readonly fullLength: number | undefined;
  /** The last offset of a batch that cannot be read, whose bytes are the value. */
  readonly lastOffset: number | undefined;
}

/** Bounds of the original headers: a topic must be able to take the dead letter, and whoever reads it to hold it. */
export const MAX_DEAD_LETTER_HEADERS = 1_000;
export const MAX_DEAD_LETTER_HEADER_BYTES = 262_144;
const EXCERPT_BYTES = 65_536;
const DEAD_LETTER_HEADER = /^dlq\./;

/**
 * Encodes an invalid record for the dead letter topic: key, value and headers as they were, and the `dlq.` headers. Of very
 * many headers the first are kept.
 * @param at the time of its rejection: ISO 8601, UTC.
 */
export function encodeDeadLetter(invalid: InvalidRecord, at: string): OutgoingRecord {
  const { record, topic, partition, stage, message } = invalid;
  const { firstOffset = record.offset, lastOffset } = record.unreadable ?? {};
  const { headers, kept } = keepHeaders(record.headers);
  const leftOut = Math.max(record.headerCount ?? 0, countHeaders(record.headers)) - kept;
  return {
    key: record.key,
    value: record.value,
    headers: {
      ...headers,
      [DEAD_LETTER_HEADERS.topic]: topic,
      [DEAD_LETTER_HEADERS.partition]: String(partition),
      [DEAD_LETTER_HEADERS.offset]: String(firstOffset),
      [DEAD_LETTER_HEADERS.stage]: stage,
      [DEAD_LETTER_HEADERS.reason]: message,
      [DEAD_LETTER_HEADERS.at]: at,
      ...(lastOffset !== undefined && { [DEAD_LETTER_HEADERS.lastOffset]: String(lastOffset) }),
      ...(leftOut > 0 && { [DEAD_LETTER_HEADERS.headersLeftOut]: String(leftOut) }),
    },
  };
}

/** Shortens a dead letter that is too large for its topic: the beginnings of key and value, and their full lengths. */
export function truncateDeadLetter(record: OutgoingRecord): OutgoingRecord {
  const { key, value, headers } = record;
  const [keyBytes, valueBytes] = [key?.length ?? 0, value?.length ?? 0];
  if (Math.max(keyBytes, valueBytes) <= EXCERPT_BYTES) return record;
  return {
    key: typeof key === 'string' ? key : truncate(key),
    value: truncate(value),
    headers: {
      ...headers,
      [DEAD_LETTER_HEADERS.fullLength]: String(valueBytes),
      ...(keyBytes > EXCERPT_BYTES && { [DEAD_LETTER_HEADERS.fullKeyLength]: String(keyBytes) }),
    },
  };
}

/**
 * Decodes a record of the dead letter topic.
 * @returns undefined for a record that is no dead letter, such as the marker of a redrive, or that cannot be read: it does
 * not hide those behind it.
 */
export function decodeDeadLetter(record: IncomingRecord): DeadLetter | undefined {
  try {
    const { key, value, headers } = record;
    const text = (name: keyof typeof DEAD_LETTER_HEADERS): string | undefined =>
      headerText(headers[DEAD_LETTER_HEADERS[name]]);
    const topic = text('topic');
    if (topic === undefined) return undefined;
    return {
      source: { topic, partition: Number(text('partition')), offset: Number(text('offset')) },
      stage: text('stage') ?? '',
      reason: text('reason') ?? '',
      at: text('at') ?? '',
      key,
      value,
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !DEAD_LETTER_HEADER.test(name))),
      fullLength: toNumber(text('fullLength')),
      lastOffset: toNumber(text('lastOffset')),
    };
  } catch {
    return undefined;
  }
}

/** The text of a header; the last one counts where several have its name. */
export function headerText(header: IncomingRecord['headers'][string]): string | undefined {
  return [header].flat().at(-1)?.toString();
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function truncate(bytes: Buffer | null): Buffer | null {
  return bytes && bytes.subarray(0, EXCERPT_BYTES);
}

/** Keeps as many headers as the bounds allow, in their order. */
function keepHeaders(headers: IncomingRecord['headers']): { headers: RecordHeaders; kept: number } {
  const keptByName = new Map<string, RecordHeaders[string]>();
  let [kept, bytes] = [0, 0];
  for (const [name, value] of Object.entries(headers)) {
    const values: RecordField[] = [];
    for (const field of toFields(value)) {
      bytes += Buffer.byteLength(name) + (field?.length ?? 0);
      if (kept === MAX_DEAD_LETTER_HEADERS || bytes > MAX_DEAD_LETTER_HEADER_BYTES) break;
      values.push(field);
      kept++;
    }
    if (values.length > 0) keptByName.set(name, Array.isArray(value) ? values : values[0]);
  }
  return { headers: Object.fromEntries(keptByName), kept };
}

function countHeaders(headers: IncomingRecord['headers']): number {
  return Object.values(headers).reduce<number>((count, value) => count + toFields(value).length, 0);
}

function toFields(value: RecordHeaders[string]): readonly RecordField[] {
  return [value].flat();
}
