import type { Logger } from '../logging/logger.ts';

const MS_PER_SECOND = 1000;
const MS_DIGITS = 1;

/**
 * Whether a service that an app depends on answers. Says so in the log when it stops answering and when it answers
 * again, once each, however often it is told.
 */
export class Availability {
  #downSince: number | undefined;
  readonly #now: () => number;

  /** @param service as the log names it: `MySQL at 127.0.0.1:3307`. */
  constructor(
    readonly service: string,
    private readonly logger: Logger,
    now: () => number = () => performance.now(),
  ) {
    this.#now = now;
  }

  get isUp(): boolean {
    return this.#downSince === undefined;
  }

  /** The service failed to answer. */
  down(reason: string): void {
    if (!this.isUp) return;
    this.#downSince = this.#now();
    this.logger.warn(`waiting for ${this.service}`, { reason });
  }

  /** The service answered. */
  up(): void {
    if (this.#downSince === undefined) return;
    const seconds = ((this.#now() - this.#downSince) / MS_PER_SECOND).toFixed(MS_DIGITS);
    this.#downSince = undefined;
    this.logger.info(`${this.service} answers again`, { afterSeconds: Number(seconds) });
  }
}
