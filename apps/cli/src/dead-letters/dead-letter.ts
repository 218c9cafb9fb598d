import { createHash } from 'node:crypto';
import type { IncomingRecord } from '@weather/kafka-client';
import { DEAD_LETTER_HEADERS, REDRIVE_HEADERS } from '@weather/weather-schema';

/** A dead letter as it is stored on the dead letter topic. */
export interface DeadLetter {
  /** The place of the dead letter itself. */
  readonly partition: number;
  readonly offset: number;
  /** The place of the original record. */
  readonly source: { readonly topic: string; readonly partition: number; readonly offset: number };
  readonly stage: string;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** The headers of the original record. */
  readonly headers: IncomingRecord['headers'];
  /** The length of the original value when only its beginning was kept. */
  readonly fullLength: number | undefined;
  /** The last offset of an unreadable batch, whose first offset is in `source` and whose bytes are the value. */
  readonly lastOffset: number | undefined;
  /**
   * Equal for all dead letters of one record: there are two when the consumer is killed in between. The digest
   * distinguishes it from a record at the same offset of a topic that was recreated.
   */
  readonly identity: string;
}

/** A record of the dead letter topic; a marker says that the dead letters of an identity were resent. */
export type DeadLetterEntry =
  | { readonly kind: 'dead-letter'; readonly deadLetter: DeadLetter }
  | { readonly kind: 'marker'; readonly identity: string; readonly redrivenAt: string }
  | { readonly kind: 'foreign' };

const DLQ_HEADER = /^dlq\./;
const DIGEST_LENGTH = 16;

/** Decodes a record of the dead letter topic; one that cannot be read is foreign, so it does not hide those behind it. */
export function decodeEntry(partition: number, record: IncomingRecord): DeadLetterEntry {
  try {
    return decode(partition, record);
  } catch {
    return { kind: 'foreign' };
  }
}

function decode(partition: number, record: IncomingRecord): DeadLetterEntry {
  const { key, value, headers, offset } = record;
  const text = (name: keyof typeof DEAD_LETTER_HEADERS): string | undefined =>
    toText(headers[DEAD_LETTER_HEADERS[name]]);
  const topic = text('topic');
  if (topic === undefined) return decodeMarker(record);
  const source = { topic, partition: Number(text('partition')), offset: Number(text('offset')) };
  const deadLetter: DeadLetter = {
    partition,
    offset,
    source,
    stage: text('stage') ?? '',
    reason: text('reason') ?? '',
    at: text('at') ?? '',
    key,
    value,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !DLQ_HEADER.test(name))),
    fullLength: toNumber(text('fullLength')),
    lastOffset: toNumber(text('lastOffset')),
    identity: `${formatSource(source)}/${digest(key, value)}`,
  };
  return { kind: 'dead-letter', deadLetter };
}

/** Formats the place of a record as everywhere in the pipeline: `topic/partition/offset`. */
export function formatSource({ topic, partition, offset }: DeadLetter['source']): string {
  return `${topic}/${partition}/${offset}`;
}

function decodeMarker({ key, headers }: IncomingRecord): DeadLetterEntry {
  const redrivenAt = toText(headers[REDRIVE_HEADERS.at]);
  if (redrivenAt === undefined || key === null) return { kind: 'foreign' };
  return { kind: 'marker', identity: key.toString('utf8'), redrivenAt };
}

function digest(key: Buffer | null, value: Buffer | null): string {
  const hash = createHash('sha256');
  for (const part of [key, value]) hash.update(`${part?.length ?? 'null'}:`).update(part ?? '');
  return hash.digest('hex').slice(0, DIGEST_LENGTH);
}

/** A header that was sent several times is a list; the last one counts. */
function toText(header: IncomingRecord['headers'][string]): string | undefined {
  return [header].flat().at(-1)?.toString();
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
