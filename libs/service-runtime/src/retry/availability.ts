import type { Logger } from '../logging/logger.ts';
import { MS_PER_SECOND } from '../time-units.ts';

const MS_DIGITS = 1;
/** An outage that starts sooner after the last log line about one is logged only if it lasts this long. */
const QUIET_MS = 1_000;
/** A new reason is logged once it has been the only one for this long: several brokers may report different ones in turn. */
const STEADY_MS = 5_000;

/**
 * Observes the services that an app depends on, each under a short name with few different values: `kafka`, `mysql`,
 * `topic weather_data`.
 */
export interface ServiceObserver {
  /** Adds a service, which counts as reachable until `unreachable` is called. */
  register(service: string): void;
  /** The service has stopped responding. */
  unreachable(service: string): void;
  /** The service responds again. */
  recovered(service: string): void;
  /** An attempt has failed because of the service and will be made again. */
  retry(service: string): void;
}

/** Ignores everything; for commands and tests. */
export const NO_OP_OBSERVER: ServiceObserver = {
  register: () => undefined,
  unreachable: () => undefined,
  recovered: () => undefined,
  retry: () => undefined,
};

export interface AvailabilityOptions {
  /** Notified of every outage and every failed attempt, for the metrics. */
  readonly observer?: ServiceObserver;
  /** The short name that the observer gets. Default: that of the log. */
  readonly observedAs?: string;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/**
 * The availability of a service that an app depends on. An outage and its end are logged once each, however often they are
 * reported, and a service that fails many times a second is logged once. A new reason during an outage, such as a certificate
 * that has expired, is logged as well.
 */
export class Availability {
  #downSince: number | undefined;
  #isSaid = false;
  #saidReason = '';
  /** The latest reason, and since when it has been the only one. */
  #reason = { text: '', since: 0 };
  #saidAt = Number.NEGATIVE_INFINITY;
  readonly #waiting = new Set<object>();
  readonly #observer: ServiceObserver;
  readonly #observedAs: string;
  readonly #now: () => number;

  /** @param service as the log names it: `MySQL at 127.0.0.1:3307`. */
  constructor(
    readonly service: string,
    private readonly logger: Logger,
    options: AvailabilityOptions = {},
  ) {
    this.#observer = options.observer ?? NO_OP_OBSERVER;
    this.#observedAs = options.observedAs ?? service;
    this.#now = options.now ?? (() => performance.now());
    this.#observer.register(this.#observedAs);
  }

  get isUp(): boolean {
    return this.#downSince === undefined;
  }

  /** Reports that the service did not respond; call it for every failure. */
  down(reason: string): void {
    const now = this.#now();
    this.#observer.retry(this.#observedAs);
    if (this.#downSince === undefined) this.#observer.unreachable(this.#observedAs);
    this.#downSince ??= now;
    if (this.#reason.text !== reason) this.#reason = { text: reason, since: now };
    if (this.#isSaid) this.#sayChange(now);
    else if (now - this.#saidAt >= QUIET_MS) this.#say('waiting', now);
  }

  #sayChange(now: number): void {
    const { text, since } = this.#reason;
    if (text !== this.#saidReason && now - since >= STEADY_MS) this.#say('still waiting', now);
  }

  #say(what: string, now: number): void {
    const reason = this.#reason.text;
    this.#isSaid = true;
    this.#saidAt = now;
    this.#saidReason = reason;
    this.logger.warn(`${what} for ${this.service}`, { reason });
  }

  /** Reports that the service responded. */
  up(): void {
    if (this.#downSince === undefined) return;
    const seconds = ((this.#now() - this.#downSince) / MS_PER_SECOND).toFixed(MS_DIGITS);
    this.#downSince = undefined;
    this.#observer.recovered(this.#observedAs);
    if (!this.#isSaid) return;
    this.#isSaid = false;
    this.logger.info(`${this.service} answers again`, { afterSeconds: Number(seconds) });
  }

  /** Reports that some work failed because of the service and will be retried. */
  failed(work: object, reason: string): void {
    this.#waiting.add(work);
    this.down(reason);
  }

  /**
   * Reports that some work succeeded. The service does not count as up while other work is retried: a read-only database, for
   * example, responds to one and not to the other.
   */
  succeeded(work: object): void {
    this.#waiting.delete(work);
    if (this.#waiting.size === 0) this.up();
  }

  /** Reports that some work is no longer retried. */
  gaveUp(work: object): void {
    this.#waiting.delete(work);
  }
}
