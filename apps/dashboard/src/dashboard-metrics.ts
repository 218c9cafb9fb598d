import { AppMetrics } from '@weather/service-runtime';
import type { ViewerObserver } from './live/hub/viewer.ts';

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

  sent(events: number): void {
    this.#events.inc(events);
  }

  summarised(): void {
    this.#summarised.inc();
  }
}
