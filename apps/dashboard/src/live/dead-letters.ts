import type { DeadLetter } from '../contract/pipeline.ts';
import {
  decodeDeadLetter,
  type IncomingRecord,
  type KafkaConnection,
  TopicTail,
} from '@weather/kafka-client';

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
 * Maps a record of the dead letter topic to what the page shows; undefined when it is no dead letter, such as the marker of a
 * redrive, or cannot be read: one record that is left out is better than a list that ends with it.
 */
export function toDeadLetter(record: IncomingRecord): DeadLetter | undefined {
  const deadLetter = decodeDeadLetter(record);
  if (deadLetter === undefined) return undefined;
  const { source, stage, reason, key, value } = deadLetter;
  const at = new Date(deadLetter.at);
  const hasSource = source.topic !== '' && [source.partition, source.offset].every(Number.isSafeInteger);
  if (!hasSource || Number.isNaN(at.getTime())) return undefined;
  return {
    at: at.toISOString(),
    topic: cut(source.topic, MAX_HEADER_CHARACTERS),
    partition: source.partition,
    offset: source.offset,
    stage: cut(stage, MAX_HEADER_CHARACTERS),
    reason: cut(reason, MAX_HEADER_CHARACTERS),
    key: key && decodeStart(key),
    value: value === null ? '' : decodeStart(value),
  };
}

/** The first characters; what is no UTF-8 is replaced. */
function decodeStart(bytes: Buffer): string {
  return cut(bytes.subarray(0, MAX_CHARACTERS * MAX_BYTES_PER_CHARACTER).toString('utf8'), MAX_CHARACTERS);
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
