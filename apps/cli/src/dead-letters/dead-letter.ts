import { createHash } from 'node:crypto';
import { decodeDeadLetter, headerText, type DeadLetter, type IncomingRecord } from '@weather/kafka-client';
import { REDRIVE_HEADERS } from '@weather/weather-schema';

/** A dead letter and its own place on the dead letter topic. */
export interface StoredDeadLetter extends DeadLetter {
  readonly partition: number;
  readonly offset: number;
  /**
   * Equal for all dead letters of one record: there are two when the consumer is killed in between. The digest
   * distinguishes it from a record at the same offset of a topic that was recreated.
   */
  readonly identity: string;
}

/** A record of the dead letter topic; a marker says that the dead letters of an identity were resent. */
export type DeadLetterEntry =
  | { readonly kind: 'dead-letter'; readonly deadLetter: StoredDeadLetter }
  | { readonly kind: 'marker'; readonly identity: string; readonly redrivenAt: string }
  | { readonly kind: 'foreign' };

const DIGEST_LENGTH = 16;

/** Decodes a record of the dead letter topic; one that cannot be read is foreign, so that it does not hide later ones. */
export function decodeEntry(partition: number, record: IncomingRecord): DeadLetterEntry {
  const deadLetter = decodeDeadLetter(record);
  if (deadLetter === undefined) return decodeMarker(record);
  const { source, key, value } = deadLetter;
  const identity = `${formatSource(source)}/${digest(key, value)}`;
  return { kind: 'dead-letter', deadLetter: { ...deadLetter, partition, offset: record.offset, identity } };
}

/** Formats the place of a record as everywhere in the pipeline: `topic/partition/offset`. */
export function formatSource({ topic, partition, offset }: DeadLetter['source']): string {
  return `${topic}/${partition}/${offset}`;
}

function decodeMarker(record: IncomingRecord): DeadLetterEntry {
  try {
    const { key, headers } = record;
    const redrivenAt = headerText(headers[REDRIVE_HEADERS.at]);
    if (redrivenAt === undefined || key === null) return { kind: 'foreign' };
    return { kind: 'marker', identity: key.toString('utf8'), redrivenAt };
  } catch {
    return { kind: 'foreign' };
  }
}

function digest(key: Buffer | null, value: Buffer | null): string {
  const hash = createHash('sha256');
  for (const part of [key, value]) hash.update(`${part?.length ?? 'null'}:`).update(part ?? '');
  return hash.digest('hex').slice(0, DIGEST_LENGTH);
}
