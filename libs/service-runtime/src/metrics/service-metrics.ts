import { Counter, Gauge, type Registry } from 'prom-client';
import type { ServiceObserver } from '../retry/availability.ts';

const UP = 1;
const DOWN = 0;

/** Counts the outages and retries of the services that an app depends on. */
export class ServiceMetrics implements ServiceObserver {
  readonly #up: Gauge<'service'>;
  readonly #outages: Counter<'service'>;
  readonly #reconnects: Counter<'service'>;
  readonly #retries: Counter<'service'>;

  constructor(registry: Registry) {
    const labelled = { labelNames: ['service'] as const, registers: [registry] };
    this.#up = new Gauge({
      name: 'weather_service_up',
      help: 'Whether a service that the app depends on answers: 1, or 0 while it is waited for.',
      ...labelled,
    });
    this.#outages = new Counter({
      name: 'weather_outages_total',
      help: 'Times that a service has stopped answering.',
      ...labelled,
    });
    this.#reconnects = new Counter({
      name: 'weather_reconnects_total',
      help: 'Times that a service has answered again after an outage.',
      ...labelled,
    });
    this.#retries = new Counter({
      name: 'weather_retries_total',
      help: 'Attempts that failed for want of a service, each of which was going to be made again.',
      ...labelled,
    });
  }

  register(service: string): void {
    this.#up.set({ service }, UP);
    this.#outages.inc({ service }, 0);
    this.#reconnects.inc({ service }, 0);
    this.#retries.inc({ service }, 0);
  }

  unreachable(service: string): void {
    this.#up.set({ service }, DOWN);
    this.#outages.inc({ service });
  }

  recovered(service: string): void {
    this.#up.set({ service }, UP);
    this.#reconnects.inc({ service });
  }

  retry(service: string): void {
    this.#retries.inc({ service });
  }
}
