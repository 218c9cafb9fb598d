import { MS_PER_SECOND } from '../time-units.ts';

interface RateLimitedLogOptions {
  /** Writes one event in full. */
  readonly each: (line: string) => void;
  /** Writes the summary of a period: the number of its events, `inFull` of which were written in full. */
  readonly summary: (total: number, inFull: number, periodMs: number) => void;
  readonly limitPerPeriod?: number;
  readonly periodMs?: number;
  readonly now?: () => number;
}

const DEFAULT_LIMIT_PER_SECOND = 5;

/**
 * Logs few events in full, and many as one summary per period: a line for every reading would flood the log and cost more
 * than storing it. Call `close` at the end to write the last summary.
 */
export class RateLimitedLog {
  readonly #options: Required<RateLimitedLogOptions>;
  #periodStart = Number.NEGATIVE_INFINITY;
  #total = 0;
  #inFull = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RateLimitedLogOptions) {
    this.#options = {
      limitPerPeriod: DEFAULT_LIMIT_PER_SECOND,
      periodMs: MS_PER_SECOND,
      now: () => performance.now(),
      ...options,
    };
  }

  /** Writes `title: …` for each event, and `title ×N more in this second` for the others. */
  static titled(title: string, write: (line: string) => void): RateLimitedLog {
    return new RateLimitedLog({
      each: (line) => write(`${title}: ${line}`),
      summary: (total, inFull) => write(`${title} ×${total - inFull} more in this second`),
    });
  }

  /** Counts `count` events; `describe(i)` is called only for those that are written in full. */
  add(count: number, describe: (index: number) => string): void {
    if (count === 0) return;
    const { now, periodMs, limitPerPeriod, each } = this.#options;
    if (now() - this.#periodStart >= periodMs) this.#startPeriod();
    const free = Math.max(0, Math.min(count, limitPerPeriod - this.#inFull));
    for (let index = 0; index < free; index++) each(describe(index));
    this.#total += count;
    this.#inFull += free;
    if (this.#total > this.#inFull) this.#timer ??= setTimeout(() => this.close(), periodMs).unref();
  }

  /** Counts events. */
  addAll<T>(events: readonly T[], describe: (event: T) => string): void {
    this.add(events.length, (index) => describe(events[index] as T));
  }

  /** Ends the period: writes its summary if not all events were written in full. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { summary, periodMs } = this.#options;
    if (this.#total > this.#inFull) summary(this.#total, this.#inFull, periodMs);
    this.#total = 0;
    this.#inFull = 0;
    this.#periodStart = Number.NEGATIVE_INFINITY;
  }

  #startPeriod(): void {
    this.close();
    this.#periodStart = this.#options.now();
  }
}
