import { AppMetrics } from '@weather/service-runtime';
import type { ViewerObserver } from './live/subscriber.ts';
import type { AnsweredRequest } from './server/observe-requests.ts';

const MS_PER_SECOND = 1000;
const REQUEST_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics of the dashboard. */
export class DashboardMetrics extends AppMetrics implements ViewerObserver {
  readonly #events = this.counter({
    name: 'weather_viewer_events_total',
    help: 'Live events that were written to viewers, to each of them.',
  });
  readonly #summarised = this.counter({
    name: 'weather_viewers_summarised_total',
    help: 'Times that a viewer did not keep up and got a summary instead of the events that it had missed.',
  });
  readonly #requestSeconds = this.histogram({
    name: 'weather_http_request_seconds',
    help: 'From the arrival of a request to the end of its answer; the streams of live events are left out.',
    labelNames: ['route', 'method', 'status'],
    buckets: REQUEST_BUCKETS_SECONDS,
  });
  #viewers: () => number = () => 0;

  constructor() {
    super('dashboard');
    const viewers = this.gauge({
      name: 'weather_viewers',
      help: 'Viewers of the live events that are connected.',
      collect: () => viewers.set(this.#viewers()),
    });
  }

  /** Asks for the number of viewers whenever the metrics are asked for. */
  followViewers(viewers: () => number): void {
    this.#viewers = viewers;
  }

  readonly answered = ({ route, method, status, ms }: AnsweredRequest): void => {
    this.#requestSeconds.observe({ route, method, status }, ms / MS_PER_SECOND);
  };

  sent(events: number): void {
    this.#events.inc(events);
  }

  summarised(): void {
    this.#summarised.inc();
  }
}
