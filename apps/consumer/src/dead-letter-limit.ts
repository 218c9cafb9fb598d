import { ExitError } from '@weather/service-runtime';
import type { ConsumerConfig } from './consumer-config.ts';

/** The exit code after the limit on dead letters was exceeded. */
export const EXIT_DEAD_LETTER_LIMIT = 3;

const PERCENT = 100;

/** The records of a partition that a transaction has committed: those from one offset to below another. */
export interface CommittedRecords {
  readonly topic: string;
  readonly partition: number;
  readonly offsets: readonly number[];
  /** The offsets of those that are dead letters. */
  readonly deadLettered: ReadonlySet<number>;
}

/**
 * A limit on the share of dead letters among the last records that this consumer has committed, in the order of their
 * commits over all its partitions: a bad deploy of a producer stops the consumer instead of being diverted. Until the
 * window is full, the missing records count as valid, so that a few invalid ones at the start do not exceed the limit.
 */
export class DeadLetterLimit {
  /** A ring of the last records: 1 for a dead letter. */
  readonly #window: Uint8Array;
  readonly #maxDeadLetters: number;
  #oldest = 0;
  #deadLetters = 0;

  /**
   * @param percent the share of dead letters in the window above which the limit is exceeded.
   * @param windowRecords the number of last records that count.
   */
  constructor(
    private readonly percent: number,
    private readonly windowRecords: number,
  ) {
    this.#window = new Uint8Array(windowRecords);
    this.#maxDeadLetters = (windowRecords * percent) / PERCENT;
  }

  /** @throws ExitError when the limit is exceeded after any of the records. */
  add({ topic, partition, offsets, deadLettered }: CommittedRecords): void {
    let exceededBy: number | undefined;
    for (const offset of offsets) {
      this.#push(deadLettered.has(offset) ? 1 : 0);
      if (this.#deadLetters > this.#maxDeadLetters) exceededBy ??= offset;
    }
    if (exceededBy === undefined) return;
    throw new ExitError(
      `too many dead letters: more than ${this.percent} % of the last ${this.windowRecords} records are invalid ` +
        `(DEAD_LETTER_LIMIT_PERCENT, DEAD_LETTER_LIMIT_WINDOW), the latest at ${topic}/${partition}/${exceededBy}. ` +
        'The consumer stops; everything up to here is committed. Fix the producer, then start the consumer again',
      EXIT_DEAD_LETTER_LIMIT,
    );
  }

  #push(deadLetter: number): void {
    this.#deadLetters += deadLetter - (this.#window[this.#oldest] ?? 0);
    this.#window[this.#oldest] = deadLetter;
    this.#oldest = (this.#oldest + 1) % this.windowRecords;
  }
}

/** @returns undefined where the limit is off. */
export function createDeadLetterLimit({
  deadLetterLimitPercent,
  deadLetterLimitWindow,
}: Readonly<ConsumerConfig>): DeadLetterLimit | undefined {
  if (deadLetterLimitPercent === 0) return undefined;
  return new DeadLetterLimit(deadLetterLimitPercent, deadLetterLimitWindow);
}
