import { createHash } from 'node:crypto';
import type { IncomingRecord } from '@weather/kafka-client';
import { DEAD_LETTER_HEADERS, REDRIVE_HEADERS } from '@weather/weather-schema';

/** A record that was set aside, as it lies on the dead letter topic. */
export interface DeadLetter {
  /** Its own place on the dead letter topic. */
  readonly partition: number;
  readonly offset: number;
  /** Where the record was. */
  readonly source: { readonly topic: string; readonly partition: number; readonly offset: number };
  readonly stage: string;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** The headers of the record itself. */
  readonly headers: IncomingRecord['headers'];
  /** The length of a value of which only the beginning is here. */
  readonly fullLength: number | undefined;
  /** The last offset of a batch that cannot be read, of which `source` has the first: its bytes are the value. */
  readonly lastOffset: number | undefined;
  /**
   * The same for every letter of the same record, which is set aside twice when the consumer is killed in between. The
   * digest tells it from a record at the same place of a topic that was made anew.
   */
  readonly identity: string;
}

/** What the dead letter topic holds; a marker says that the letters of an identity were sent to their topic again. */
export type DeadLetterEntry =
  | { readonly kind: 'letter'; readonly letter: DeadLetter }
  | { readonly kind: 'marker'; readonly identity: string; readonly redrivenAt: string }
  | { readonly kind: 'foreign' };

const OWN_HEADER = /^dlq\./;
const DIGEST_LENGTH = 16;

/** What a record of the dead letter topic is; foreign if it cannot be read, so that it does not hide those behind it. */
export function deadLetterEntry(partition: number, record: IncomingRecord): DeadLetterEntry {
  try {
    return entryOf(partition, record);
  } catch {
    return { kind: 'foreign' };
  }
}

function entryOf(partition: number, record: IncomingRecord): DeadLetterEntry {
  const { key, value, headers, offset } = record;
  const topic = textOf(headers[DEAD_LETTER_HEADERS.topic]);
  if (topic === undefined) return markerOf(record);
  const source = {
    topic,
    partition: Number(textOf(headers[DEAD_LETTER_HEADERS.partition])),
    offset: Number(textOf(headers[DEAD_LETTER_HEADERS.offset])),
  };
  const letter: DeadLetter = {
    partition,
    offset,
    source,
    stage: textOf(headers[DEAD_LETTER_HEADERS.stage]) ?? '',
    reason: textOf(headers[DEAD_LETTER_HEADERS.reason]) ?? '',
    at: textOf(headers[DEAD_LETTER_HEADERS.at]) ?? '',
    key,
    value,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADER.test(name))),
    fullLength: numberOf(headers[DEAD_LETTER_HEADERS.fullLength]),
    lastOffset: numberOf(headers[DEAD_LETTER_HEADERS.lastOffset]),
    identity: `${placeOf(source)}/${digestOf(key, value)}`,
  };
  return { kind: 'letter', letter };
}

/** `topic/partition/offset`, as the pipeline names records everywhere. */
export function placeOf({ topic, partition, offset }: DeadLetter['source']): string {
  return `${topic}/${partition}/${offset}`;
}

function markerOf({ key, headers }: IncomingRecord): DeadLetterEntry {
  const redrivenAt = textOf(headers[REDRIVE_HEADERS.at]);
  if (redrivenAt === undefined || key === null) return { kind: 'foreign' };
  return { kind: 'marker', identity: key.toString('utf8'), redrivenAt };
}

function digestOf(key: Buffer | null, value: Buffer | null): string {
  const hash = createHash('sha256');
  for (const part of [key, value]) hash.update(`${part?.length ?? 'null'}:`).update(part ?? '');
  return hash.digest('hex').slice(0, DIGEST_LENGTH);
}

/** A header that stands there several times is a list; the last one counts. */
function textOf(header: IncomingRecord['headers'][string]): string | undefined {
  return [header].flat().at(-1)?.toString();
}

function numberOf(header: IncomingRecord['headers'][string]): number | undefined {
  const text = textOf(header);
  return text === undefined ? undefined : Number(text);
}
