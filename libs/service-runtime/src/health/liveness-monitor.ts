import { MS_PER_SECOND } from '../time-units.ts';
import type { HealthCheck } from './health-server.ts';

interface LivenessOptions {
  /** Milliseconds without progress after which a task is stuck. */
  readonly stuckAfterMs?: number;
  /** Every server that the tasks need: a restart does not end an outage. */
  readonly servers: readonly { readonly isUp: boolean }[];
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/** The progress of a queue. */
export interface QueueProgress {
  /** Items completed since the start. */
  readonly completed: number;
  readonly pending: number;
}

const STUCK_AFTER_MS = 120_000;

/**
 * Finds tasks that make no progress for minutes although their servers respond, which means that a restart would help: the
 * check behind `/livez`. An outage of a server that a check has seen counts as progress.
 */
export class LivenessMonitor {
  readonly #progressAt = new Map<string, number>();
  readonly #queues: (() => void)[] = [];

  readonly #options: Required<LivenessOptions>;

  constructor(options: LivenessOptions) {
    this.#options = { stuckAfterMs: STUCK_AFTER_MS, now: () => performance.now(), ...options };
  }

  /** Records that a task has begun or made progress. */
  progressed(task: string): void {
    this.#progressAt.set(task, this.#options.now());
  }

  /** Watches a task from its start to its end. */
  async watch<T>(task: string, work: () => Promise<T>): Promise<T> {
    this.progressed(task);
    try {
      return await work();
    } finally {
      this.#progressAt.delete(task);
    }
  }

  /** Watches a queue, which makes progress while it is empty and whenever another item is completed. */
  watchQueue(task: string, progress: () => QueueProgress): void {
    let last = 0;
    this.progressed(task);
    this.#queues.push(() => {
      const { completed, pending } = progress();
      if (completed !== last || pending === 0) this.progressed(task);
      last = completed;
    });
  }

  readonly check: HealthCheck = () => {
    const { servers, now, stuckAfterMs } = this.#options;
    for (const update of this.#queues) update();
    const isOutage = servers.some(({ isUp }) => !isUp);
    if (isOutage) for (const task of this.#progressAt.keys()) this.progressed(task);
    for (const [task, progressAt] of this.#progressAt) {
      const ms = now() - progressAt;
      if (ms > stuckAfterMs)
        return { ok: false, detail: `${task} has made no progress for ${Math.round(ms / MS_PER_SECOND)} s` };
    }
    return { ok: true, detail: 'ok' };
  };
}
