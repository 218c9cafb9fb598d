import { AppMetrics } from '@weather/service-runtime';
import { MS_PER_SECOND } from '@weather/weather-schema';
import type { SubscriberObserver } from './live/subscriber.ts';
import type { AnsweredRequest } from './server/create-server.ts';

const REQUEST_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics of the dashboard. */
export class DashboardMetrics extends AppMetrics implements SubscriberObserver {
  readonly #events = this.counter({
    name: 'weather_subscriber_events_total',
    help: 'Live events written, counted once for each subscriber.',
  });
  readonly #catchUps = this.counter({
    name: 'weather_subscriber_catch_ups_total',
    help: 'Catch-up events sent to subscribers that were too slow, in place of the events they missed.',
  });
  readonly #requestSeconds = this.histogram({
    name: 'weather_http_request_seconds',
    help: 'Time from the arrival of a request to the end of its response, without the streams of live events.',
    labelNames: ['route', 'method', 'status'],
    buckets: REQUEST_BUCKETS_SECONDS,
  });
  #subscribers: () => number = () => 0;

  constructor() {
    super('dashboard');
    const subscribers = this.gauge({
      name: 'weather_subscribers',
      help: 'Connected subscribers of the live events.',
      collect: () => subscribers.set(this.#subscribers()),
    });
  }

  /** @param subscribers returns the number of subscribers, called on every scrape. */
  followSubscribers(subscribers: () => number): void {
    this.#subscribers = subscribers;
  }

  readonly answered = ({ route, method, status, ms }: AnsweredRequest): void => {
    this.#requestSeconds.observe({ route, method, status }, ms / MS_PER_SECOND);
  };

  eventsSent(events: number): void {
    this.#events.inc(events);
  }

  catchUpSent(): void {
    this.#catchUps.inc();
  }
}
