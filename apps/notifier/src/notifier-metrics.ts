import { AppMetrics } from '@weather/service-runtime';
import type { Outcome } from './delivery/outcome.ts';

const MS_PER_SECOND = 1000;
const OUTCOMES: readonly Outcome['kind'][] = ['delivered', 'refused', 'failed'];
const ATTEMPT_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The metrics of the notifier; the receivers are those of its file. */
export class NotifierMetrics extends AppMetrics {
  readonly #delivered = this.counter({
    name: 'weather_notifications_delivered_total',
    help: 'Notifications that their receiver has taken.',
    labelNames: ['receiver'],
  });
  readonly #refused = this.counter({
    name: 'weather_notifications_refused_total',
    help: 'Notifications that their receiver will never take; they are not sent again.',
    labelNames: ['receiver'],
  });
  readonly #attempts = this.counter({
    name: 'weather_notification_attempts_total',
    help: 'Attempts to deliver a notification, by how they ended: delivered, refused, or failed, which is tried again.',
    labelNames: ['receiver', 'outcome'],
  });
  readonly #attemptSeconds = this.histogram({
    name: 'weather_notification_attempt_seconds',
    help: 'Time of the attempts to deliver a notification, whatever came of them.',
    labelNames: ['receiver'],
    buckets: ATTEMPT_BUCKETS_SECONDS,
  });

  constructor() {
    super('notifier');
  }

  /** Counts from zero what a receiver is told, so that the first time is seen as well. */
  knows(receiver: string): void {
    this.#delivered.inc({ receiver }, 0);
    this.#refused.inc({ receiver }, 0);
    for (const outcome of OUTCOMES) this.#attempts.inc({ receiver, outcome }, 0);
  }

  /** An attempt has ended. */
  attempted(receiver: string, outcome: Outcome['kind'], ms: number): void {
    this.#attempts.inc({ receiver, outcome });
    this.#attemptSeconds.observe({ receiver }, ms / MS_PER_SECOND);
  }

  /** A notification is done with, and the table says so. */
  settled(receiver: string, outcome: Exclude<Outcome['kind'], 'failed'>): void {
    if (outcome === 'delivered') this.#delivered.inc({ receiver });
    else this.#refused.inc({ receiver });
  }
}
