import type { Logger } from '../logging/logger.ts';

const MS_PER_SECOND = 1000;
const MS_DIGITS = 1;
/** An outage that begins sooner after the last line about one has to last that long to be worth a line of its own. */
const QUIET_MS = 1_000;

/**
 * Whether a service that an app depends on answers. Says so in the log when it stops answering and when it answers
 * again, once each, however often it is told; a service that comes and goes many times a second is named once in it.
 */
export class Availability {
  #downSince: number | undefined;
  #isSaid = false;
  #saidAt = Number.NEGATIVE_INFINITY;
  readonly #waiting = new Set<object>();
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

  /** The service failed to answer; to be told again as long as it does not. */
  down(reason: string): void {
    const now = this.#now();
    this.#downSince ??= now;
    if (this.#isSaid || now - this.#saidAt < QUIET_MS) return;
    this.#isSaid = true;
    this.#saidAt = now;
    this.logger.warn(`waiting for ${this.service}`, { reason });
  }

  /** The service answered. */
  up(): void {
    if (this.#downSince === undefined) return;
    const seconds = ((this.#now() - this.#downSince) / MS_PER_SECOND).toFixed(MS_DIGITS);
    this.#downSince = undefined;
    if (!this.#isSaid) return;
    this.#isSaid = false;
    this.logger.info(`${this.service} answers again`, { afterSeconds: Number(seconds) });
  }

  /** Some work failed for want of the service and is going to try again. */
  failed(work: object, reason: string): void {
    this.#waiting.add(work);
    this.down(reason);
  }

  /**
   * Some work succeeded. The service is not up for that as long as other work waits: it may answer one and not another, as a
   * database that is read-only does.
   */
  succeeded(work: object): void {
    this.#waiting.delete(work);
    if (this.#waiting.size === 0) this.up();
  }

  /** Some work does not wait any more. */
  gaveUp(work: object): void {
    this.#waiting.delete(work);
  }
}
