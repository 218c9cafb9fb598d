import type { TransactionalProducer } from '@weather/kafka-client';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterTopic } from './dead-letter-topic.ts';
import { isSelected, type LetterFilter } from './letter-filter.ts';
import { redrivenRecords } from './redriven-records.ts';

export interface RedriveOptions {
  readonly topic: Pick<DeadLetterTopic, 'redriven' | 'letters'>;
  readonly deadLetterTopic: string;
  readonly filter: LetterFilter;
  readonly limit: number;
  /** How many partitions each topic has that is there. */
  readonly partitionsOf: ReadonlyMap<string, number>;
  /** Sends a batch, all of it or nothing. */
  readonly send: TransactionalProducer['send'];
  /** Called for each letter once it is sent. */
  readonly whenSent: (letter: DeadLetter) => void;
  readonly now: () => number;
  /** No further batch is begun after it. */
  readonly signal: AbortSignal;
}

/** What became of the letters that were meant. */
export interface RedriveResult {
  readonly sent: number;
  /** Sent by an earlier run, or a second letter of the same record. */
  readonly sentBefore: number;
  /** Only their beginning was kept. */
  readonly excerpts: number;
  /** They are whole batches that could not be read. */
  readonly batches: number;
  /** Their topic is not there any more. */
  readonly withoutTopic: number;
}

const BATCH_LETTERS = 200;
const BATCH_BYTES = 800_000;

/** Sends the letters that are meant to their topics, in order and in batches, and those that were sent before not again. */
export async function redriveLetters(options: RedriveOptions): Promise<RedriveResult> {
  const { topic, filter, limit, partitionsOf, signal } = options;
  const done = new Set((await topic.redriven()).keys());
  const result = { sent: 0, sentBefore: 0, excerpts: 0, batches: 0, withoutTopic: 0 };
  let batch: DeadLetter[] = [];
  let bytes = 0;
  const sendBatch = async (): Promise<void> => {
    await sendLetters(batch, options);
    result.sent += batch.length;
    batch = [];
    bytes = 0;
  };
  for await (const letter of topic.letters()) {
    if (signal.aborted || result.sent + batch.length >= limit) break;
    if (!isSelected(filter, letter)) continue;
    if (done.has(letter.identity)) result.sentBefore += 1;
    else if (letter.lastOffset !== undefined) result.batches += 1;
    else if (letter.fullLength !== undefined) result.excerpts += 1;
    else if (!partitionsOf.has(letter.source.topic)) result.withoutTopic += 1;
    else {
      const size = letter.value?.length ?? 0;
      if (batch.length === BATCH_LETTERS || bytes + size > BATCH_BYTES) await sendBatch();
      done.add(letter.identity);
      batch.push(letter);
      bytes += size;
    }
  }
  if (!signal.aborted) await sendBatch();
  return result;
}

async function sendLetters(letters: readonly DeadLetter[], options: RedriveOptions): Promise<void> {
  const { deadLetterTopic, partitionsOf, send, whenSent, now } = options;
  const at = new Date(now()).toISOString();
  await send(
    letters.flatMap((letter) => {
      const partitions = partitionsOf.get(letter.source.topic) ?? 0;
      return redrivenRecords(letter, { deadLetterTopic, partitions, at });
    }),
  );
  letters.forEach(whenSent);
}

/**
 * The result in words.
 * @param user that logs in to Kafka, if any: topics that it may not describe are not there for it.
 */
export function formatRedrive(
  { sent, sentBefore, excerpts, batches, withoutTopic }: RedriveResult,
  dryRun: boolean,
  user?: string,
): string {
  const unseen =
    user === undefined ? '' : `, or KAFKA_SASL_USERNAME="${user}" lacks the right to Describe on it`;
  const lines = [
    `${letters(sent)} ${dryRun ? 'would be sent again' : 'sent again'}`,
    ...(sentBefore > 0 ? [`${letters(sentBefore)} sent before, by an earlier run or as a repeat`] : []),
    ...(excerpts > 0 ? [`${letters(excerpts)} cannot be sent: only the beginning was kept`] : []),
    ...(batches > 0 ? [`${letters(batches)} cannot be sent: each is a whole batch that cannot be read`] : []),
    ...(withoutTopic > 0
      ? [`${letters(withoutTopic)} cannot be sent: their topic is not there${unseen}`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function letters(count: number): string {
  return count === 1 ? '1 letter' : `${count} letters`;
}
