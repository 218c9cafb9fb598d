import type { DeadLetter } from '../contract/pipeline.ts';
import { type IncomingRecord, type KafkaConnection, TopicTail } from '@weather/kafka-client';
import { DEAD_LETTER_HEADERS } from '@weather/weather-schema';

/** The dead letters that were set aside last, and which of them have not been told yet. */
export class RecentDeadLetters {
  #newestFirst: readonly DeadLetter[] = [];
  #unpublished: readonly DeadLetter[] = [];

  constructor(private readonly maxDeadLetters: number) {}

  /** The newest first. */
  get list(): readonly DeadLetter[] {
    return this.#newestFirst;
  }

  add(deadLetters: readonly DeadLetter[]): void {
    if (deadLetters.length === 0) return;
    this.#newestFirst = this.#newest([...deadLetters, ...this.#newestFirst]);
    this.#unpublished = this.#newest([...deadLetters, ...this.#unpublished]);
  }

  /** Those that were added since the last time, the newest first. */
  takeUnpublished(): readonly DeadLetter[] {
    const unpublished = this.#unpublished;
    this.#unpublished = [];
    return unpublished;
  }

  #newest(deadLetters: readonly DeadLetter[]): readonly DeadLetter[] {
    return deadLetters.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, this.maxDeadLetters);
  }
}

const MAX_CHARACTERS = 200;
const MAX_HEADER_CHARACTERS = 500;
/** In UTF-8, of what JavaScript counts as one. */
const MAX_BYTES_PER_CHARACTER = 3;

/**
 * A dead letter for people to look at; undefined when the record is none, such as the marker of a redrive, or when it cannot
 * be read: one record that is left out is better than a list that ends with it.
 */
export function toDeadLetter(record: IncomingRecord): DeadLetter | undefined {
  try {
    return parseDeadLetter(record);
  } catch {
    return undefined;
  }
}

function parseDeadLetter({ key, value, headers }: IncomingRecord): DeadLetter | undefined {
  const header = (name: keyof typeof DEAD_LETTER_HEADERS): string =>
    headerText(headers[DEAD_LETTER_HEADERS[name]]);
  const [partition, offset, at] = [
    Number(header('partition')),
    Number(header('offset')),
    new Date(header('at')),
  ];
  const topic = header('topic');
  const isDeadLetter = topic !== '' && Number.isSafeInteger(partition) && Number.isSafeInteger(offset);
  if (!isDeadLetter || Number.isNaN(at.getTime())) return undefined;
  return {
    at: at.toISOString(),
    topic,
    partition,
    offset,
    stage: header('stage'),
    reason: header('reason'),
    key: key && decodeStart(key),
    value: value === null ? '' : decodeStart(value),
  };
}

/** The first characters; what is no UTF-8 is replaced. */
function decodeStart(bytes: Buffer): string {
  return cut(bytes.subarray(0, MAX_CHARACTERS * MAX_BYTES_PER_CHARACTER).toString('utf8'), MAX_CHARACTERS);
}

/** A header that stands there several times is a list; the last one counts. */
function headerText(header: IncomingRecord['headers'][string]): string {
  return cut([header].flat().at(-1)?.toString() ?? '', MAX_HEADER_CHARACTERS);
}

/** A character that the cut goes through is replaced. */
function cut(text: string, characters: number): string {
  return text.slice(0, characters).toWellFormed();
}

export interface WatchDeadLettersOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  /** How many of those before the start are read, of each partition. */
  readonly backlog: number;
  readonly signal: AbortSignal;
}

/** Only the last ones are shown. */
const MAX_BEHIND = 1_000;

/** Adds the last dead letters of the topic, and those that come. */
export async function watchDeadLetters(
  recent: RecentDeadLetters,
  options: WatchDeadLettersOptions,
): Promise<void> {
  const tail = await TopicTail.connect({ ...options, maxLag: MAX_BEHIND });
  try {
    for await (const { records } of tail.records()) {
      recent.add(records.map(toDeadLetter).filter((deadLetter) => deadLetter !== undefined));
    }
  } finally {
    await tail.close();
  }
}
