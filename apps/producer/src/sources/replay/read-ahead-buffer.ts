import type { SourcedReading } from '../source.ts';
import { ReplayFileError } from './replay-file.ts';

/** Buffers the next readings, so that their order can be inspected before any is sent. */
export class ReadAheadBuffer {
  buffered: SourcedReading[] = [];
  /** Whether all remaining readings are buffered. */
  isAtEnd = false;
  /** The error that ended the file early, once it is at its end. */
  failure: ReplayFileError | undefined;

  constructor(private readonly groups: AsyncGenerator<SourcedReading[]>) {}

  /** Buffers more than `count` readings, or all remaining ones. */
  async fill(count: number): Promise<void> {
    while (!this.isAtEnd && this.buffered.length <= count) {
      for (const sourced of await this.#next()) this.buffered.push(sourced);
    }
  }

  /** Yields the readings after the buffered ones. */
  async *rest(): AsyncGenerator<SourcedReading[]> {
    while (!this.isAtEnd) yield await this.#next();
  }

  /** Releases the file. */
  async close(): Promise<void> {
    await this.groups.return(undefined);
  }

  async #next(): Promise<SourcedReading[]> {
    try {
      const result = await this.groups.next();
      if (result.done !== true) return result.value;
    } catch (error) {
      if (!(error instanceof ReplayFileError)) throw error;
      this.failure = error;
    }
    this.isAtEnd = true;
    return [];
  }
}
