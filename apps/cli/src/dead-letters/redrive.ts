import type { AddressedRecord, TransactionalProducer } from '@weather/kafka-client';
import { REDRIVE_HEADERS } from '@weather/weather-schema';
import { formatCount } from '../format.ts';
import { matchesFilter, type DeadLetterFilter } from './dead-letter-filter.ts';
import type { DeadLetterTopic } from './dead-letter-topic.ts';
import type { StoredDeadLetter } from './dead-letter.ts';

export interface RedriveOptions {
  readonly topic: Pick<DeadLetterTopic, 'redriven' | 'deadLetters'>;
  readonly deadLetterTopic: string;
  readonly filter: DeadLetterFilter;
  readonly limit: number;
  /** The partition counts of all existing topics. */
  readonly partitionCounts: ReadonlyMap<string, number>;
  /** Sends a batch atomically. */
  readonly send: TransactionalProducer['send'];
  /** Called for each dead letter once it is sent. */
  readonly onSent: (deadLetter: StoredDeadLetter) => void;
  readonly now: () => number;
  /** No further batch is started after it is aborted. */
  readonly signal: AbortSignal;
}

/** The number of selected dead letters by outcome. */
export interface RedriveResult {
  readonly sent: number;
  /** Sent by an earlier run, or a second dead letter of the same record. */
  readonly duplicates: number;
  /** Not sent: only their beginning was kept. */
  readonly truncated: number;
  /** Not sent: they are whole batches that could not be read. */
  readonly unreadableBatches: number;
  /** Not sent: their topic does not exist any more. */
  readonly withoutTopic: number;
}

const BATCH_SIZE = 200;
const BATCH_BYTES = 800_000;

/** Sends the selected dead letters to their topics, in order and in batches, unless they were sent before. */
export async function redrive(options: RedriveOptions): Promise<RedriveResult> {
  const { topic, filter, limit, partitionCounts, signal } = options;
  const done = new Set((await topic.redriven()).keys());
  const result = { sent: 0, duplicates: 0, truncated: 0, unreadableBatches: 0, withoutTopic: 0 };
  let batch: StoredDeadLetter[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    await sendBatch(batch, options);
    result.sent += batch.length;
    batch = [];
    bytes = 0;
  };
  for await (const deadLetter of topic.deadLetters()) {
    if (signal.aborted || result.sent + batch.length >= limit) break;
    if (!matchesFilter(filter, deadLetter)) continue;
    if (done.has(deadLetter.identity)) result.duplicates += 1;
    else if (deadLetter.lastOffset !== undefined) result.unreadableBatches += 1;
    else if (deadLetter.fullLength !== undefined) result.truncated += 1;
    else if (!partitionCounts.has(deadLetter.source.topic)) result.withoutTopic += 1;
    else {
      const size = deadLetter.value?.length ?? 0;
      if (batch.length === BATCH_SIZE || bytes + size > BATCH_BYTES) await flush();
      done.add(deadLetter.identity);
      batch.push(deadLetter);
      bytes += size;
    }
  }
  if (!signal.aborted) await flush();
  return result;
}

async function sendBatch(batch: readonly StoredDeadLetter[], options: RedriveOptions): Promise<void> {
  const { send, onSent, now } = options;
  const at = new Date(now()).toISOString();
  await send(batch.flatMap((deadLetter) => toRecords(deadLetter, at, options)));
  batch.forEach(onSent);
}

/**
 * The records to send for a dead letter, in one transaction: the original and a marker. The original goes to the partition
 * it came from, so that its station's records stay in order, unless the topic has fewer partitions now.
 */
function toRecords(
  { partition, offset, source, key, value, headers, identity }: StoredDeadLetter,
  at: string,
  { deadLetterTopic, partitionCounts }: RedriveOptions,
): [AddressedRecord, AddressedRecord] {
  const isPartitionThere = source.partition < (partitionCounts.get(source.topic) ?? 0);
  const original = {
    topic: source.topic,
    key,
    value,
    headers,
    ...(isPartitionThere ? { partition: source.partition } : {}),
  };
  const marker = {
    topic: deadLetterTopic,
    partition,
    key: identity,
    value: null,
    headers: {
      [REDRIVE_HEADERS.partition]: String(partition),
      [REDRIVE_HEADERS.offset]: String(offset),
      [REDRIVE_HEADERS.at]: at,
    },
  };
  return [original, marker];
}

/**
 * Formats the result as lines of text.
 * @param user the Kafka user, if any: topics that it may not describe do not exist for it.
 */
export function formatRedrive(
  { sent, duplicates, truncated, unreadableBatches, withoutTopic }: RedriveResult,
  dryRun: boolean,
  user?: string,
): string {
  const hint = user === undefined ? '' : `, or KAFKA_SASL_USERNAME="${user}" lacks the right to Describe it`;
  const lines: [count: number, text: string][] = [
    [duplicates, 'already resent or a duplicate'],
    [truncated, 'cannot be resent: only the beginning was kept'],
    [unreadableBatches, 'cannot be resent: a whole batch that is unreadable'],
    [withoutTopic, `cannot be resent: the topic does not exist${hint}`],
  ];
  return [
    `${formatCount(sent, 'dead letter')} ${dryRun ? 'would be resent' : 'resent'}`,
    ...lines
      .filter(([count]) => count > 0)
      .map(([count, text]) => `${formatCount(count, 'dead letter')} ${text}`),
    '',
  ].join('\n');
}
