import { MS_PER_SECOND } from '@weather/service-runtime';

/** The rate over the second half of the records, once Java's compiler has finished. */
export class SecondHalf {
  #middle: { readonly rows: number; readonly at: number } | undefined;
  #last: { readonly rows: number; readonly at: number } | undefined;

  constructor(
    private readonly records: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Records the current number of rows. */
  record(rows: number): void {
    if (rows * 2 < this.records || rows === this.#last?.rows) return;
    this.#last = { rows, at: this.now() };
    this.#middle ??= this.#last;
  }

  /** Rows a second; 0 when all arrived at once. */
  get perSecond(): number {
    if (this.#middle === undefined || this.#last === undefined) return 0;
    const milliseconds = this.#last.at - this.#middle.at;
    if (milliseconds === 0) return 0;
    return Math.round(((this.#last.rows - this.#middle.rows) * MS_PER_SECOND) / milliseconds);
  }
}
