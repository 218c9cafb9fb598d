import type { SourcedReading } from '../source.ts';
import { ReplayFileError } from './replay-file-error.ts';

/** Readings to come, of which the next ones are held so that their order can be looked at before any is sent. */
export class LookAhead {
  readonly #groups: AsyncGenerator<SourcedReading[]>;
  #failure: ReplayFileError | undefined;
  #isAtEnd = false;
  held: SourcedReading[] = [];

  constructor(groups: AsyncGenerator<SourcedReading[]>) {
    this.#groups = groups;
  }

  /** Whether all that can be read is held. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** What ended the reading early, once it is at its end. */
  get failure(): ReplayFileError | undefined {
    return this.#failure;
  }

  /** Holds more than `count` readings, or all that there are. */
  async fill(count: number): Promise<void> {
    while (!this.#isAtEnd && this.held.length <= count) {
      const group = await this.#next();
      for (const sourced of group) this.held.push(sourced);
    }
  }

  /** The readings that are not held. */
  async *rest(): AsyncGenerator<SourcedReading[]> {
    while (!this.#isAtEnd) yield await this.#next();
  }

  /** Releases the file. */
  async close(): Promise<void> {
    await this.#groups.return(undefined);
  }

  async #next(): Promise<SourcedReading[]> {
    try {
      const result = await this.#groups.next();
      if (result.done !== true) return result.value;
    } catch (error) {
      if (!(error instanceof ReplayFileError)) throw error;
      this.#failure = error;
    }
    this.#isAtEnd = true;
    return [];
  }
}
