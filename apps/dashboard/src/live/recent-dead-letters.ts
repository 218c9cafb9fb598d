import type { DeadLetter } from '../contract/pipeline.ts';

/** The dead letters that were set aside last, and which of them have not been told yet. */
export class RecentDeadLetters {
  #newestFirst: readonly DeadLetter[] = [];
  #untold: readonly DeadLetter[] = [];

  constructor(private readonly maxLetters: number) {}

  /** The newest first. */
  get list(): readonly DeadLetter[] {
    return this.#newestFirst;
  }

  add(letters: readonly DeadLetter[]): void {
    if (letters.length === 0) return;
    this.#newestFirst = this.#newest([...letters, ...this.#newestFirst]);
    this.#untold = this.#newest([...letters, ...this.#untold]);
  }

  /** Those that were added since the last time, the newest first. */
  takeUntold(): readonly DeadLetter[] {
    const untold = this.#untold;
    this.#untold = [];
    return untold;
  }

  #newest(letters: readonly DeadLetter[]): readonly DeadLetter[] {
    return letters.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, this.maxLetters);
  }
}
