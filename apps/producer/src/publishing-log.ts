import { RateLimitedLog, type Logger } from '@weather/service-runtime';
import { formatReading } from '@weather/weather-schema';
import type { OnSkipped, SourcedReading } from './sources/source.ts';

/** Counts and logs sent, skipped and dropped readings: each one while they are few, a summary a second when they are many. */
export class PublishingLog {
  readonly #sentLog: RateLimitedLog;
  readonly #skippedLog: RateLimitedLog;
  readonly #droppedLog: RateLimitedLog;
  /** Readings acknowledged by Kafka. */
  sent = 0;
  /** Rows that could not be read and readings that could not be encoded. */
  skipped = 0;
  /** Readings that made room for newer ones in a full buffer. */
  dropped = 0;
  /** The position of the last acknowledged reading in the source. */
  lastSentPosition: number | undefined;

  constructor(logger: Logger) {
    this.#sentLog = RateLimitedLog.titled('✅ Message Sent', (line) => logger.info(line));
    this.#skippedLog = RateLimitedLog.titled('skipped', (line) => logger.warn(line));
    this.#droppedLog = new RateLimitedLog({
      limitPerPeriod: 0,
      each: () => undefined,
      summary: (dropped) => logger.warn('oldest readings dropped: the buffer is full', { dropped }),
    });
  }

  /** Logs a reading that Kafka has acknowledged. */
  acknowledged({ reading, position }: SourcedReading): void {
    this.sent++;
    this.lastSentPosition = position;
    this.#sentLog.add(1, () => formatReading(reading));
  }

  /** Logs a skipped row or reading. */
  readonly onSkipped: OnSkipped = (where, reason) => {
    this.skipped++;
    this.#skippedLog.add(1, () => `${where}: ${reason}`);
  };

  /** Counts a reading that made room for a newer one; one line a second reports the number. */
  readonly onDropped = (): void => {
    this.dropped++;
    this.#droppedLog.add(1, () => '');
  };

  /** Writes pending summaries. */
  close(): void {
    this.#sentLog.close();
    this.#skippedLog.close();
    this.#droppedLog.close();
  }
}
