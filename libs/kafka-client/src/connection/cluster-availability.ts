import { Availability, type AvailabilityOptions, type Logger } from '@weather/service-runtime';

const SILENCE_MS = 3_000;

/**
 * Whether a Kafka cluster answers. Clients meet unreachable brokers many times a second while others answer: the cluster
 * counts as unreachable only when no broker has answered for some seconds.
 */
export class ClusterAvailability extends Availability {
  readonly #clock: () => number;
  #lastAnswerAt = Number.NEGATIVE_INFINITY;

  constructor(service: string, logger: Logger, options: AvailabilityOptions = {}) {
    super(service, logger, options);
    this.#clock = options.now ?? (() => performance.now());
  }

  /** A broker failed to answer. */
  override down(reason: string): void {
    if (this.#clock() - this.#lastAnswerAt >= SILENCE_MS) super.down(reason);
  }

  /** A broker answered. */
  override up(): void {
    this.#lastAnswerAt = this.#clock();
    super.up();
  }
}
