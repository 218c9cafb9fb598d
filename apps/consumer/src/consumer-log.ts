import type { PartitionBatch } from '@weather/kafka-client';
import { RateLimitedLog, type Logger } from '@weather/service-runtime';
import { describeMisnamed, formatReading } from '@weather/weather-schema';
import type { CommittedOffset, RestoredCount, StoreResult } from '@weather/weather-store/sink';
import type { MisnamedRecord, RejectedRecord } from './decode-batch.ts';

/** With fewer readings per second, no summary is logged: the lines about exceedances show the progress. */
const MIN_READINGS_FOR_SUMMARY = 100;
const EVICTED_LOG_INTERVAL_MS = 600_000;

/** Logs the work of the consumer: each event while they are few, one summary a second when they are many. */
export class ConsumerLog {
  readonly #exceedances: RateLimitedLog;
  readonly #corrections: RateLimitedLog;
  readonly #deadLetters: RateLimitedLog;
  readonly #misnamed: RateLimitedLog;
  readonly #readings: RateLimitedLog;
  #duplicates = 0;
  #hasLoggedShared = false;
  #evictedLoggedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly logger: Logger) {
    this.#exceedances = RateLimitedLog.titled('⚠️ Alert Saved', (line) => logger.info(line));
    this.#corrections = RateLimitedLog.titled('reading corrected', (line) => logger.info(line));
    this.#deadLetters = RateLimitedLog.titled('dead letter', (line) => logger.warn(line));
    this.#misnamed = new RateLimitedLog({
      limitPerPeriod: 1,
      each: (line) => logger.warn(line),
      summary: (total, inFull) =>
        logger.warn(`×${total - inFull} more readings with unknown fields in the last second`),
    });
    this.#readings = new RateLimitedLog({
      limitPerPeriod: 0,
      each: () => undefined,
      summary: (total) => this.#summarise(total),
    });
  }

  /** Logs a batch after its commit. */
  stored({ stored, duplicates, corrections, exceedances }: Extract<StoreResult, { kind: 'stored' }>): void {
    this.#exceedances.addAll(exceedances, formatReading);
    this.#corrections.addAll(corrections, formatReading);
    this.#duplicates += duplicates;
    this.#readings.add(stored + duplicates + corrections.length, () => '');
  }

  /** Logs dead letters once their topic has acknowledged them. */
  deadLettered(partition: number, rejected: readonly RejectedRecord[]): void {
    this.#deadLetters.addAll(rejected, ({ record, stage, message }) => {
      return `partition ${partition}, offset ${record.offset}, ${stage}: ${message}`;
    });
  }

  /** Logs fields that were ignored, and were probably not meant to be, after the commit of a batch. */
  misnamed(partition: number, records: readonly MisnamedRecord[]): void {
    this.#misnamed.addAll(records, ({ record, reading, fields }) => {
      const place = `partition ${partition}, offset ${record.offset}, station ${reading.stationId}`;
      return `${fields.map(describeMisnamed).join(' ')} ${place}`;
    });
  }

  /** Logs records that Kafka deleted before they were read. */
  expired(
    { topic, partition, fetchedOffset }: PartitionBatch,
    committedOffset: CommittedOffset,
    expired: number,
  ): void {
    this.logger.error('records have expired: Kafka deleted them before they were read', {
      topic,
      partition,
      committedOffset,
      fetchedOffset,
      expired,
    });
  }

  /** Logs that the topic ends before the committed offset. */
  topicReset(
    { topic, partition, highWatermark, fetchedOffset }: PartitionBatch,
    committedOffset: CommittedOffset,
  ): void {
    const fields = { topic, partition, committedOffset, highWatermark, fetchedOffset };
    this.logger.error(
      'the topic ends before the committed offset, so it was recreated or truncated: reading it from its start',
      fields,
    );
  }

  /** Logs, the first time only, that stations arrive in several partitions: usually one producer causes all of them. */
  shared(stationIds: readonly string[]): void {
    if (this.#hasLoggedShared) return;
    this.#hasLoggedShared = true;
    this.logger.warn(
      'records of a station arrive in several partitions, so they are stored slowly; use the station id as the record key',
      { stations: stationIds.length, first: stationIds[0] },
    );
  }

  /** Logs, now and then, that states are restored from the database since the stations do not fit into the cache. */
  restored({ stations, hasEvicted }: RestoredCount): void {
    if (!hasEvicted || performance.now() - this.#evictedLoggedAt < EVICTED_LOG_INTERVAL_MS) return;
    this.#evictedLoggedAt = performance.now();
    this.logger.warn(
      'more stations than STATION_CACHE_MB can hold; the others are read from the database with each batch, which is slow',
      { stationsOfThisBatch: stations },
    );
  }

  /** Writes the summaries that are still pending. */
  close(): void {
    for (const log of [
      this.#exceedances,
      this.#corrections,
      this.#deadLetters,
      this.#misnamed,
      this.#readings,
    ])
      log.close();
  }

  #summarise(readings: number): void {
    const duplicates = this.#duplicates;
    this.#duplicates = 0;
    if (readings >= MIN_READINGS_FOR_SUMMARY)
      this.logger.info('readings stored in the last second', { readings, duplicates });
  }
}
