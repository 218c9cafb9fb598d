import { decodeDeadLetter, type IncomingRecord } from '@weather/kafka-client';
import type { DeadLetter } from '../contract/pipeline.ts';

/** The most recent dead letters, and those not published yet. */
export class RecentDeadLetters {
  #newestFirst: readonly DeadLetter[] = [];
  #unpublished: readonly DeadLetter[] = [];

  constructor(private readonly maxDeadLetters: number) {}

  /** Newest first. */
  get list(): readonly DeadLetter[] {
    return this.#newestFirst;
  }

  add(deadLetters: readonly DeadLetter[]): void {
    if (deadLetters.length === 0) return;
    this.#newestFirst = this.#newest([...deadLetters, ...this.#newestFirst]);
    this.#unpublished = this.#newest([...deadLetters, ...this.#unpublished]);
  }

  /** Those added since the last call, newest first. */
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
/** Bytes of UTF-8 for one UTF-16 code unit. */
const MAX_BYTES_PER_CHARACTER = 3;

/** Maps a record to a dead letter for the page; undefined for any other record, such as the marker of a redrive. */
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

/** Decodes the first characters; invalid UTF-8 is replaced. */
function decodeStart(bytes: Buffer): string {
  return cut(bytes.subarray(0, MAX_CHARACTERS * MAX_BYTES_PER_CHARACTER).toString('utf8'), MAX_CHARACTERS);
}

/** Replaces a surrogate pair that is cut in half. */
function cut(text: string, characters: number): string {
  return text.slice(0, characters).toWellFormed();
}
