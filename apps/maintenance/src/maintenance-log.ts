import { RateLimitedLog, type Logger } from '@weather/service-runtime';
import { formatIsoTimestamp } from '@weather/weather-schema';

const ONE_MINUTE_MS = 60_000;

/** What the maintenance app says of its work: a line a minute at the most, and one for each run that dropped readings. */
export class MaintenanceLog {
  readonly #days: RateLimitedLog;

  constructor(private readonly logger: Logger) {
    this.#days = new RateLimitedLog({
      limitPerPeriod: 0,
      periodMs: ONE_MINUTE_MS,
      each: () => undefined,
      summary: (stationDays) => logger.info('summaries made anew in this minute', { stationDays }),
    });
  }

  /** After the commit. @param days each of one station. */
  summarised(days: number): void {
    this.#days.add(days, () => '');
  }

  /** After a run of the retention. */
  dropped(readings: number, before: number): void {
    this.logger.info('old readings dropped', { readings, before: formatIsoTimestamp(before) });
  }

  /** Writes what is still held back. */
  close(): void {
    this.#days.close();
  }
}
