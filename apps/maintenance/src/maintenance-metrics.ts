import { AppMetrics } from '@weather/service-runtime';

/** What the maintenance app does in turns. */
export type MaintenanceTask = 'summaries' | 'retention';

const MS_PER_SECOND = 1000;
const TURN_BUCKETS_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600,
];

/** The metrics of the maintenance app. */
export class MaintenanceMetrics extends AppMetrics {
  readonly #hours = this.counter({
    name: 'weather_hourly_summaries_total',
    help: 'Summaries of hours, each of one station, that were made anew.',
  });
  readonly #deleted = this.counter({
    name: 'weather_readings_deleted_total',
    help: 'Readings that were deleted because they were older than the retention.',
  });
  readonly #turnSeconds = this.histogram({
    name: 'weather_maintenance_turn_seconds',
    help: 'Time of a turn: a pass over the hours that are due, or a run of the retention.',
    labelNames: ['task'],
    buckets: TURN_BUCKETS_SECONDS,
  });

  constructor() {
    super('maintenance');
  }

  /** After the commit. @param hours each of one station. */
  summarised(hours: number): void {
    this.#hours.inc(hours);
  }

  /** After the commit. */
  deleted(readings: number): void {
    this.#deleted.inc(readings);
  }

  /** A turn has ended. */
  turned(task: MaintenanceTask, ms: number): void {
    this.#turnSeconds.observe({ task }, ms / MS_PER_SECOND);
  }
}
