import type { Logger } from '@weather/service-runtime';

/** Where progress is shown; `process.stderr` is one. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TERMINAL_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 5_000;
const CLEAR_LINE = '\r\u001b[K';

/** Shows how far something is: one line that updates on a terminal, a line in the log every 5 s elsewhere. */
export class ProgressLine {
  readonly #output: ProgressOutput;
  readonly #logger: Logger;
  readonly #now: () => number;
  #shownAt: number;

  constructor(output: ProgressOutput, logger: Logger, now: () => number = () => performance.now()) {
    this.#output = output;
    this.#logger = logger;
    this.#now = now;
    this.#shownAt = now();
  }

  /** @param text is called only when it is time to show something. */
  update(text: () => string): void {
    const terminal = this.#output.isTTY === true;
    if (this.#now() - this.#shownAt < (terminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS)) return;
    this.#shownAt = this.#now();
    if (terminal) this.#output.write(CLEAR_LINE + text());
    else this.#logger.info(text());
  }

  /** Takes the line away. */
  end(): void {
    if (this.#output.isTTY === true) this.#output.write(CLEAR_LINE);
  }
}
