import { Availability, backOffMs, pause } from '@weather/service-runtime';
import type { ClaimedNotification } from '@weather/weather-store/notifications';
import { deliverTraced } from './delivery/channel.ts';
import { delayedAbortSignal } from './delivery/delayed-abort-signal.ts';
import type { Outcome } from './delivery/outcome.ts';
import { draftNotification } from './message/draft-notification.ts';
import type { NotifierContext } from './notifier-context.ts';
import type { Receiver } from './receivers/receiver.ts';

const FIRST_RETRY_MS = 1_000;
/** The time beyond an attempt's timeout for recording its outcome. */
const LEASE_MARGIN_MS = 15_000;
/** Shorter than the time that an app has to stop. */
const GRACE_PERIOD_MS = 5_000;

/** Sends the notifications of one receiver, one at a time; receivers do not wait for each other. */
export class ReceiverLoop {
  readonly #name: string;
  readonly #availability: Availability;

  constructor(
    private readonly receiver: Receiver,
    private readonly context: NotifierContext,
  ) {
    const { metrics, logger } = context;
    this.#name = `receiver ${receiver.name}`;
    this.#availability = new Availability(`${this.#name} at ${receiver.channel.target}`, logger, {
      observer: metrics.services,
      observedAs: this.#name,
    });
    metrics.addReceiver(receiver.name);
  }

  /** Runs until the signal; an attempt in flight then has a grace period. */
  async run(signal: AbortSignal): Promise<void> {
    const { pollMs, liveness } = this.context;
    while (!signal.aborted) {
      liveness.progressed(this.#name);
      const created = await this.#create(signal);
      const sent = await this.#send(signal);
      if (!created && !sent) await pause(pollMs, signal);
    }
  }

  async #create(signal: AbortSignal): Promise<boolean> {
    const { store, externalUrl } = this.context;
    const { name, maxAlerts, repeatMs } = this.receiver;
    return await this.#withRetry(signal, () =>
      store.createNext(name, { maxEvents: maxAlerts, repeatMs }, (group) =>
        draftNotification(group, { receiver: name, externalUrl, maxAlerts }),
      ),
    );
  }

  async #send(signal: AbortSignal): Promise<boolean> {
    const { store } = this.context;
    const { receiver } = this;
    const leaseMs = receiver.timeoutMs + LEASE_MARGIN_MS;
    const notification = await this.#withRetry(signal, () => store.claim(receiver.name, leaseMs));
    if (notification === undefined) return false;
    const outcome = await this.#attempt(notification, signal);
    await this.#record(notification, outcome, signal);
    return true;
  }

  async #attempt(notification: ClaimedNotification, stop: AbortSignal): Promise<Outcome> {
    const { metrics, tracer } = this.context;
    const { receiver } = this;
    const delayed = delayedAbortSignal(stop, GRACE_PERIOD_MS);
    const start = performance.now();
    try {
      const signal = AbortSignal.any([delayed.signal, AbortSignal.timeout(receiver.timeoutMs)]);
      const outcome = await deliverTraced(notification, receiver, { tracer, signal });
      metrics.recordAttempt(receiver.name, outcome.kind, performance.now() - start);
      return outcome;
    } finally {
      delayed.dispose();
    }
  }

  async #record(notification: ClaimedNotification, outcome: Outcome, signal: AbortSignal): Promise<void> {
    const { store, metrics, retryMaxMs } = this.context;
    const { receiver } = this;
    if (outcome.kind === 'retryable') {
      const { reason } = outcome;
      this.#availability.down(reason);
      const delayMs = backOffMs(notification.attempts - 1, {
        firstDelayMs: FIRST_RETRY_MS,
        maxDelayMs: retryMaxMs,
      });
      await this.#withRetry(signal, () => store.scheduleRetry(notification, delayMs, reason));
      return;
    }
    await this.#withRetry(signal, () =>
      outcome.kind === 'delivered'
        ? store.markDelivered(notification, receiver.repeatMs)
        : store.markRejected(notification, outcome.reason),
    );
    this.#availability.up();
    metrics.recordResult(receiver.name, outcome.kind);
    if (outcome.kind === 'delivered') this.#logDelivery(notification, outcome.warning);
    else await this.#logRejection(notification, outcome.reason, signal);
  }

  #logDelivery({ idempotencyKey, alertCount, attempts }: ClaimedNotification, warning?: string): void {
    const { logger } = this.context;
    const { receiver } = this;
    const fields = { receiver: receiver.name, alerts: alertCount, attempts, key: idempotencyKey };
    if (warning === undefined) logger.info('notification delivered', fields);
    else logger.warn('notification partially delivered', { ...fields, warning });
  }

  async #logRejection(
    { idempotencyKey }: ClaimedNotification,
    reason: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, logger } = this.context;
    const { receiver } = this;
    const totalRejected = await this.#withRetry(signal, () => store.countRejected(receiver.name));
    const fields = { receiver: receiver.name, reason, totalRejected, key: idempotencyKey };
    logger.error('notification rejected, it will not be sent again', fields);
  }

  async #withRetry<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return await this.context.database.withRetry(work, { signal });
  }
}
