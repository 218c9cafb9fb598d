import type { Logger } from '@weather/service-runtime';

/** Why and when a run ends: somebody asked for it, or a part of it failed. The first reason counts. */
export class RunEnd {
  readonly #controller = new AbortController();
  readonly #logger: Logger;
  #failed = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Aborted when the run shall end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** Somebody asked for the end. */
  request(reason: string): void {
    if (this.signal.aborted) return;
    this.#logger.info('stopping', { reason });
    this.#controller.abort();
  }

  /** A part failed, and the rest shall not go on without it. */
  fail(message: string): void {
    if (this.signal.aborted) return;
    this.#logger.error(message);
    this.#failed = true;
    this.#controller.abort();
  }

  /** The run is over: what ends from now on ends because of it. */
  finish(): void {
    this.#controller.abort();
  }

  /** Resolves when the run shall end. */
  async reached(): Promise<undefined> {
    if (this.signal.aborted) return;
    await new Promise((resolve) => this.signal.addEventListener('abort', resolve, { once: true }));
  }
}
