import type { HealthCheck } from '@weather/service-runtime';

const STUCK_AFTER_MS = 180_000;
const MS_PER_SECOND = 1_000;

/**
 * Whether every loop of the notifier gets on: a turn takes as long as an attempt to deliver at the most, so one that takes
 * minutes although the database answers means that a restart would help.
 */
export class TurnMonitor {
  readonly #turnedAt = new Map<string, number>();

  constructor(
    private readonly databaseAnswers: () => boolean,
    private readonly now: () => number,
  ) {}

  /** A loop begins a turn. */
  turn(loop: string): void {
    this.#turnedAt.set(loop, this.now());
  }

  readonly check: HealthCheck = () => {
    for (const [loop, turnedAt] of this.#turnedAt) {
      const seconds = Math.round((this.now() - turnedAt) / MS_PER_SECOND);
      if (this.now() - turnedAt > STUCK_AFTER_MS && this.databaseAnswers())
        return { ok: false, detail: `${loop} has not got on for ${seconds} s` };
    }
    return { ok: true, detail: 'ok' };
  };
}
