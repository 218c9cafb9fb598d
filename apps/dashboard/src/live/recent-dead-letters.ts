import type { DeadLetter } from '../contract/pipeline.ts';

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
