import { AppMetrics } from '@weather/service-runtime';
import { MS_PER_SECOND } from '@weather/weather-schema';
import type { Outcome } from './delivery/outcome.ts';

const OUTCOMES: readonly Outcome['kind'][] = ['delivered', 'rejected', 'retryable'];
const ATTEMPT_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The metrics of the notifier. */
export class NotifierMetrics extends AppMetrics {
  readonly #delivered = this.counter({
    name: 'weather_notifications_delivered_total',
    help: 'Notifications that the receiver has accepted.',
    labelNames: ['receiver'],
  });
  readonly #rejected = this.counter({
    name: 'weather_notifications_rejected_total',
    help: 'Notifications that the receiver has rejected permanently; they are not sent again.',
    labelNames: ['receiver'],
  });
  readonly #attempts = this.counter({
    name: 'weather_notification_attempts_total',
    help: 'Attempts to deliver a notification, by outcome: delivered, rejected, or retryable (retried later).',
    labelNames: ['receiver', 'outcome'],
  });
  readonly #attemptSeconds = this.histogram({
    name: 'weather_notification_attempt_seconds',
    help: 'Duration of the attempts to deliver a notification, whatever their outcome.',
    labelNames: ['receiver'],
    buckets: ATTEMPT_BUCKETS_SECONDS,
  });

  constructor() {
    super('notifier');
  }

  /** Starts the counters of a receiver at zero, so that their first increment is visible. */
  addReceiver(receiver: string): void {
    this.#delivered.inc({ receiver }, 0);
    this.#rejected.inc({ receiver }, 0);
    for (const outcome of OUTCOMES) this.#attempts.inc({ receiver, outcome }, 0);
  }

  /** Records the end of an attempt. */
  recordAttempt(receiver: string, outcome: Outcome['kind'], ms: number): void {
    this.#attempts.inc({ receiver, outcome });
    this.#attemptSeconds.observe({ receiver }, ms / MS_PER_SECOND);
  }

  /** Records the final result of a notification, once it is in the table. */
  recordResult(receiver: string, outcome: Exclude<Outcome['kind'], 'retryable'>): void {
    if (outcome === 'delivered') this.#delivered.inc({ receiver });
    else this.#rejected.inc({ receiver });
  }
}
