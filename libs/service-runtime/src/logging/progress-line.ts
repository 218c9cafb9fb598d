import type { Logger } from './logger.ts';

/** Where progress is shown; `process.stderr` is one. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TERMINAL_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

/** Shows progress: one line that updates on a terminal, a log line every 5 s elsewhere. */
export class ProgressLine {
  readonly #output: ProgressOutput;
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #clear = (): unknown => this.#output.write(CLEAR_LINE);
  #shownAt: number;

  constructor(output: ProgressOutput, logger: Logger, now: () => number = () => performance.now()) {
    this.#output = output;
    this.#logger = logger;
    this.#now = now;
    this.#shownAt = now();
    // The log is on the same screen: its next line must replace this one, not continue it.
    if (this.onTerminal) logger.prependListener('data', this.#clear);
  }

  get onTerminal(): boolean {
    return this.#output.isTTY === true;
  }

  /** @param text is called only when it is time to show something. */
  update(text: () => string): void {
    if (this.#now() - this.#shownAt < (this.onTerminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS)) return;
    this.#shownAt = this.#now();
    if (this.onTerminal) this.#output.write(CLEAR_LINE + text());
    else this.#logger.info(text());
  }

  /** Removes the line. */
  end(): void {
    if (!this.onTerminal) return;
    this.#logger.removeListener('data', this.#clear);
    this.#clear();
  }
}
