import { AppMetrics } from '@weather/service-runtime';
import { MS_PER_SECOND } from '@weather/weather-schema';

export type MaintenanceTask = 'rollups' | 'retention';

const RUN_BUCKETS_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600,
];

/** The metrics of the maintenance app. */
export class MaintenanceMetrics extends AppMetrics {
  readonly #hours = this.counter({
    name: 'weather_hourly_rollups_refreshed_total',
    help: 'Hourly rollups that were refreshed, counted per station.',
  });
  readonly #deleted = this.counter({
    name: 'weather_readings_deleted_total',
    help: 'Readings that were deleted because they were older than the retention period.',
  });
  readonly #runSeconds = this.histogram({
    name: 'weather_maintenance_run_seconds',
    help: 'Duration of a pass over the dirty rollups, or of a retention run.',
    labelNames: ['task'],
    buckets: RUN_BUCKETS_SECONDS,
  });

  constructor() {
    super('maintenance');
  }

  /** Call it after the commit. @param hours the same hour of two stations counts twice. */
  refreshed(hours: number): void {
    this.#hours.inc(hours);
  }

  /** Call it after the commit. */
  deleted(readings: number): void {
    this.#deleted.inc(readings);
  }

  /** Records the duration of a run that has ended. */
  ran(task: MaintenanceTask, ms: number): void {
    this.#runSeconds.observe({ task }, ms / MS_PER_SECOND);
  }
}
