import { RateLimitedLog, type Logger } from '@weather/service-runtime';
import { MS_PER_MINUTE, formatIsoTimestamp } from '@weather/weather-schema';

/** Logs the work of the maintenance app: at most a line per minute, and one for each run that deleted readings. */
export class MaintenanceLog {
  readonly #days: RateLimitedLog;

  constructor(private readonly logger: Logger) {
    this.#days = new RateLimitedLog({
      limitPerPeriod: 0,
      periodMs: MS_PER_MINUTE,
      each: () => undefined,
      summary: (stationDays) => logger.info('rollups refreshed in the last minute', { stationDays }),
    });
  }

  /** Call it after the commit. @param days the same day of two stations counts twice. */
  refreshed(days: number): void {
    this.#days.add(days, () => '');
  }

  /** Call it after a retention run. */
  deleted(readings: number, before: number): void {
    this.logger.info('old readings deleted', { readings, before: formatIsoTimestamp(before) });
  }

  /** Logs what is still pending. */
  close(): void {
    this.#days.close();
  }
}
