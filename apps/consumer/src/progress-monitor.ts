import type { HealthCheck } from '@weather/service-runtime';

const STUCK_AFTER_MS = 120_000;
const MS_PER_SECOND = 1000;

/**
 * Whether the consumer gets on: a batch that is in hand for minutes although both servers answer means that it does not,
 * and that a restart would help.
 */
export class ProgressMonitor {
  readonly #inHandSince = new Map<number, number>();

  constructor(
    private readonly serversAnswer: () => boolean,
    private readonly now: () => number,
  ) {}

  /** Watches the processing of a partition's batch. */
  async watch<T>(partition: number, work: () => Promise<T>): Promise<T> {
    this.#inHandSince.set(partition, this.now());
    try {
      return await work();
    } finally {
      this.#inHandSince.delete(partition);
    }
  }

  readonly check: HealthCheck = () => {
    const oldest = Math.min(...this.#inHandSince.values());
    const stuckMs = this.now() - oldest;
    if (stuckMs > STUCK_AFTER_MS && this.serversAnswer()) {
      return { ok: false, detail: `a batch has been in hand for ${Math.round(stuckMs / MS_PER_SECOND)} s` };
    }
    return { ok: true, detail: 'ok' };
  };
}
