import type { Logger } from '@weather/service-runtime';
import type { Clock } from '../clock.ts';

/** Consumers refuse what is a day ahead of their clock; this is early enough to say so. */
const MAX_LEAD_MS = 3_600_000;

/** Says once that the simulated time is ahead of the clock. */
export class LeadWarning {
  #hasWarned = false;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  check(observedAt: number): void {
    if (this.#hasWarned || observedAt - this.clock.now() <= MAX_LEAD_MS) return;
    this.#hasWarned = true;
    this.logger.warn(
      'simulated time is ahead of the clock: consumers refuse readings a day ahead of theirs',
      {
        observedAt: new Date(observedAt).toISOString(),
        remedy: 'an earlier SIMULATION_START or a lower SIMULATION_SPEED',
      },
    );
  }
}
