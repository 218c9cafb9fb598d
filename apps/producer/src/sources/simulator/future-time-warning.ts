import type { Logger } from '@weather/service-runtime';
import type { Clock } from '../clock.ts';

/** Consumers reject readings a day ahead of their clock; this warns in time. */
const MAX_AHEAD_MS = 3_600_000;

/** Warns once when the simulated time is ahead of the clock. */
export class FutureTimeWarning {
  #hasWarned = false;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  check(observedAt: number): void {
    if (this.#hasWarned || observedAt - this.clock.now() <= MAX_AHEAD_MS) return;
    this.#hasWarned = true;
    this.logger.warn(
      'simulated time is ahead of the clock: consumers reject readings a day ahead of theirs',
      {
        observedAt: new Date(observedAt).toISOString(),
        remedy: 'an earlier SIMULATION_START or a lower SIMULATION_SPEED',
      },
    );
  }
}
