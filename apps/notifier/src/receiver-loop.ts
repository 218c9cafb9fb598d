import {
  Availability,
  backOffMs,
  pause,
  type Logger,
  type Tracer,
  type LivenessMonitor,
} from '@weather/service-runtime';
import type { WeatherDatabase } from '@weather/weather-store';
import type { ClaimedNotification, NotificationStore } from '@weather/weather-store/notifications';
import type { Outcome } from './delivery/outcome.ts';
import { deliverTraced } from './delivery/traced-delivery.ts';
import { composeTelling } from './message/compose-telling.ts';
import { graceAfter } from './grace-after.ts';
import type { NotifierMetrics } from './notifier-metrics.ts';
import type { Receiver } from './receivers/receiver.ts';

export interface ReceiverLoopOptions {
  readonly store: NotificationStore;
  readonly database: Pick<WeatherDatabase, 'withRetry'>;
  readonly receiver: Receiver;
  readonly externalUrl: string;
  readonly pollMs: number;
  readonly retryMaxMs: number;
  readonly liveness: LivenessMonitor;
  readonly metrics: NotifierMetrics;
  readonly tracer: Tracer;
  readonly logger: Logger;
}

const FIRST_RETRY_MS = 1_000;
/** Longer than an attempt may take: for the writing of its outcome. */
const LEASE_MARGIN_MS = 15_000;
/** Within the time that an app has to stop. */
const GRACE_MS = 5_000;

/** Tells one receiver what there is for it, a notification at a time; receivers do not wait for each other. */
export class ReceiverLoop {
  readonly #name: string;
  readonly #availability: Availability;

  constructor(private readonly options: ReceiverLoopOptions) {
    const { receiver, metrics, logger } = options;
    this.#name = `receiver ${receiver.name}`;
    this.#availability = new Availability(`${this.#name} at ${receiver.channel.target}`, logger, {
      observer: metrics.services,
      observedAs: this.#name,
    });
    metrics.knows(receiver.name);
  }

  /** Runs until the signal; an attempt in hand is finished within seconds. */
  async run(signal: AbortSignal): Promise<void> {
    const { pollMs, liveness } = this.options;
    while (!signal.aborted) {
      liveness.progressed(this.#name);
      const formed = await this.#form(signal);
      const sent = await this.#send(signal);
      if (!formed && !sent) await pause(pollMs, signal);
    }
  }

  async #form(signal: AbortSignal): Promise<boolean> {
    const { store, receiver, externalUrl } = this.options;
    const { name, maxAlerts, repeatMs } = receiver;
    return await this.#reach(signal, () =>
      store.form(name, { maxEvents: maxAlerts, repeatMs }, (group) =>
        composeTelling(group, { receiver: name, externalUrl, maxAlerts }),
      ),
    );
  }

  async #send(signal: AbortSignal): Promise<boolean> {
    const { store, receiver } = this.options;
    const leaseMs = receiver.timeoutMs + LEASE_MARGIN_MS;
    const notification = await this.#reach(signal, () => store.claim(receiver.name, leaseMs));
    if (notification === undefined) return false;
    const outcome = await this.#attempt(notification, signal);
    await this.#settle(notification, outcome, signal);
    return true;
  }

  async #attempt(notification: ClaimedNotification, stop: AbortSignal): Promise<Outcome> {
    const { receiver, metrics, tracer } = this.options;
    const grace = graceAfter(stop, GRACE_MS);
    const begun = performance.now();
    try {
      const limit = AbortSignal.any([grace.signal, AbortSignal.timeout(receiver.timeoutMs)]);
      const outcome = await deliverTraced(notification, receiver, { tracer, signal: limit });
      metrics.attempted(receiver.name, outcome.kind, performance.now() - begun);
      return outcome;
    } finally {
      grace.end();
    }
  }

  async #settle(notification: ClaimedNotification, outcome: Outcome, signal: AbortSignal): Promise<void> {
    const { store, receiver, metrics } = this.options;
    switch (outcome.kind) {
      case 'delivered':
        await this.#reach(signal, () => store.delivered(notification, receiver.repeatMs));
        this.#availability.up();
        metrics.settled(receiver.name, outcome.kind);
        this.#logDelivery(notification, outcome.warning);
        break;
      case 'refused':
        await this.#reach(signal, () => store.refused(notification, outcome.reason));
        this.#availability.up();
        metrics.settled(receiver.name, outcome.kind);
        await this.#logRefusal(notification, outcome.reason, signal);
        break;
      case 'failed':
        this.#availability.down(outcome.reason);
        await this.#reach(signal, () =>
          store.postpone(notification, this.#delayAfter(notification.attempts), outcome.reason),
        );
    }
  }

  #delayAfter(attempts: number): number {
    const maxDelayMs = this.options.retryMaxMs;
    return backOffMs(attempts - 1, { firstDelayMs: FIRST_RETRY_MS, maxDelayMs });
  }

  #logDelivery({ idempotencyKey, alertCount, attempts }: ClaimedNotification, warning?: string): void {
    const { logger, receiver } = this.options;
    const fields = { receiver: receiver.name, alerts: alertCount, attempts, key: idempotencyKey };
    if (warning === undefined) logger.info('notification delivered', fields);
    else logger.warn('notification delivered in part', { ...fields, warning });
  }

  async #logRefusal(
    { idempotencyKey }: ClaimedNotification,
    reason: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, logger, receiver } = this.options;
    const refusedInAll = await this.#reach(signal, () => store.refusedCount(receiver.name));
    const fields = { receiver: receiver.name, reason, refusedInAll, key: idempotencyKey };
    logger.error('notification refused, it is not sent again', fields);
  }

  async #reach<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return await this.options.database.withRetry(work, { signal });
  }
}
