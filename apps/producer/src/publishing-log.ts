import { RateLimitedLog, type Logger } from '@weather/service-runtime';
import { formatReading } from '@weather/weather-schema';
import type { OnSkipped, SourcedReading } from './sources/source.ts';

/** What the producer says of its work: in full while it is little, a summary a second when it is much; and the counts. */
export class PublishingLog {
  readonly #sentLog: RateLimitedLog;
  readonly #skippedLog: RateLimitedLog;
  readonly #droppedLog: RateLimitedLog;
  #sent = 0;
  #dropped = 0;
  #skipped = 0;
  #lastSentPosition: number | undefined;

  constructor(logger: Logger) {
    this.#sentLog = RateLimitedLog.titled('✅ Message Sent', (line) => logger.info(line));
    this.#skippedLog = RateLimitedLog.titled('skipped', (line) => logger.warn(line));
    this.#droppedLog = new RateLimitedLog({
      limitPerPeriod: 0,
      each: () => undefined,
      summary: (dropped) => logger.warn('oldest readings dropped: the buffer is full', { dropped }),
    });
  }

  /** Readings acknowledged by Kafka. */
  get sent(): number {
    return this.#sent;
  }

  /** Rows that could not be read and readings that could not be encoded. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Readings that made room for newer ones in a full buffer. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Where in the source the last acknowledged reading stands. */
  get lastSentPosition(): number | undefined {
    return this.#lastSentPosition;
  }

  /** Kafka has acknowledged a reading. */
  acknowledged({ reading, position }: SourcedReading): void {
    this.#sent++;
    this.#lastSentPosition = position;
    this.#sentLog.add(1, () => formatReading(reading));
  }

  /** Something of the source is left out. */
  readonly onSkipped: OnSkipped = (where, reason) => {
    this.#skipped++;
    this.#skippedLog.add(1, () => `${where}: ${reason}`);
  };

  /** A reading made room for a newer one; a line a second tells how many did. */
  readonly onDropped = (): void => {
    this.#dropped++;
    this.#droppedLog.add(1, () => '');
  };

  /** Writes what is still held back. */
  close(): void {
    this.#sentLog.close();
    this.#skippedLog.close();
    this.#droppedLog.close();
  }
}
