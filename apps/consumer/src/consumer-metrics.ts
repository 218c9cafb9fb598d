import { AppMetrics } from '@weather/service-runtime';
import { MS_PER_SECOND, KNOWN_FIELDS, REJECTION_REASONS } from '@weather/weather-schema';
import type { StoreResult } from '@weather/weather-store/sink';
import type { DecodedBatch, DecodedRecord, RejectedRecord } from './decode-batch.ts';

type Stored = Pick<
  Extract<StoreResult, { kind: 'stored' }>,
  'stored' | 'duplicates' | 'corrections' | 'exceedances'
>;

const BATCH_BUCKETS = [1, 10, 100, 300, 1_000, 3_000, 10_000, 30_000];
const TRANSACTION_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Up to an hour: after an outage, the oldest records have waited for all of it. */
const LATENCY_BUCKETS_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600,
];

/** The metrics of the consumer; a batch is counted after its commit. */
export class ConsumerMetrics extends AppMetrics {
  readonly transactionSeconds = this.histogram({
    name: 'weather_transaction_seconds',
    help: 'Time of the transactions that stored a batch, from their beginning to the commit.',
    buckets: TRANSACTION_BUCKETS_SECONDS,
  });
  readonly staleStations = this.gauge({
    name: 'weather_stale_stations',
    help: 'Stale stations, counted once for each silence rule that fires.',
  });
  readonly #recordsRead = this.counter({
    name: 'weather_records_read_total',
    help: 'Records of committed batches: stored, duplicate, correction or dead-lettered.',
  });
  readonly #stored = this.counter({
    name: 'weather_readings_stored_total',
    help: 'Readings that were stored.',
  });
  readonly #duplicates = this.counter({
    name: 'weather_readings_duplicate_total',
    help: 'Duplicates: readings that were stored already.',
  });
  readonly #corrections = this.counter({
    name: 'weather_readings_corrected_total',
    help: 'Corrections: readings that changed the stored values of their station and timestamp, or added quantities.',
  });
  readonly #exceedances = this.counter({
    name: 'weather_exceedances_stored_total',
    help: 'Exceedances of committed batches: readings above the threshold that are new, or have another temperature.',
  });
  readonly #unknownFields = this.counter({
    name: 'weather_unknown_fields_total',
    help: 'Ignored fields of stored readings, by the missing field whose name differs only in case or one letter.',
    labelNames: ['field'],
  });
  readonly #deadLetters = this.counter({
    name: 'weather_dead_letters_total',
    help: 'Dead letters that their topic has acknowledged, by the stage that rejected the record and the rejection reason.',
    labelNames: ['stage', 'reason'],
  });
  readonly #expired = this.counter({
    name: 'weather_records_expired_total',
    help: 'Records that expired: Kafka deleted them before they were read.',
  });
  readonly #sharedStations = this.counter({
    name: 'weather_shared_stations_total',
    help: 'Stations found to arrive in several partitions; one that has arrived in a single partition for a day may be counted again.',
  });
  readonly #restoredStations = this.counter({
    name: 'weather_stations_restored_total',
    help: 'Station states that were restored from the database, since they were not cached.',
  });
  readonly #batchRecords = this.histogram({
    name: 'weather_batch_records',
    help: 'Records of a committed batch.',
    buckets: BATCH_BUCKETS,
  });
  readonly #latency = this.weightedHistogram({
    name: 'weather_end_to_end_latency_seconds',
    help: "From Kafka's time of a record to the commit of its reading.",
    buckets: LATENCY_BUCKETS_SECONDS,
  });
  readonly #newestReading = this.gauge({
    name: 'weather_newest_reading_timestamp_seconds',
    help: 'Newest event time of a stored reading, not in the future; Unix time.',
  });
  readonly #lastCommit = this.gauge({
    name: 'weather_last_commit_timestamp_seconds',
    help: 'Time of the last commit of a batch; Unix time.',
  });
  readonly #lag = this.gauge({
    name: 'weather_lag_records',
    help: 'Records of a partition of this consumer that are not stored yet.',
    labelNames: ['topic', 'partition'],
    collect: () => this.#setLag(),
  });
  #lags: () => ReadonlyMap<number, number> = () => new Map();
  #newestMs = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds since the epoch. */
  constructor(
    private readonly topic: string,
    private readonly now: () => number = Date.now,
  ) {
    super('consumer');
    for (const [stage, reasons] of Object.entries(REJECTION_REASONS))
      for (const reason of reasons) this.#deadLetters.inc({ stage, reason }, 0);
    for (const field of KNOWN_FIELDS) this.#unknownFields.inc({ field }, 0);
    // No value is better than the year 1970.
    this.#newestReading.remove();
    this.#lastCommit.remove();
  }

  /** Sets the source of the lag of each partition, which is read whenever the metrics are collected. */
  followLag(lags: () => ReadonlyMap<number, number>): void {
    this.#lags = lags;
  }

  /** Counts a batch after its commit. */
  committed(
    { decoded, rejected, misnamed }: DecodedBatch,
    { stored, duplicates, corrections, exceedances }: Stored,
  ): void {
    const records = decoded.length + rejected.length;
    this.#recordsRead.inc(records);
    this.#stored.inc(stored);
    this.#duplicates.inc(duplicates);
    this.#corrections.inc(corrections.length);
    this.#exceedances.inc(exceedances.length);
    this.#batchRecords.observe(records);
    for (const { fields } of misnamed)
      for (const { meant } of fields) this.#unknownFields.inc({ field: meant });
    const now = this.now();
    this.#lastCommit.set(now / MS_PER_SECOND);
    this.#observe(decoded, now);
  }

  /** Counts dead letters once their topic has acknowledged them. */
  deadLettered(rejected: readonly RejectedRecord[]): void {
    for (const { stage, reason } of rejected) this.#deadLetters.inc({ stage, reason });
  }

  /** Counts records that Kafka deleted before they were read. */
  expired(records: number): void {
    this.#expired.inc(records);
  }

  /** Counts stations that were found to arrive in several partitions. */
  shared(stations: number): void {
    this.#sharedStations.inc(stations);
  }

  /** Counts states that were restored from the database. */
  restored(stations: number): void {
    this.#restoredStations.inc(stations);
  }

  /** Records that were sent in the same millisecond, thousands under load, are observed at once. */
  #observe(decoded: readonly DecodedRecord[], now: number): void {
    let [sentMs, sentThen] = [0, 0];
    const observeRun = (): void => {
      if (sentThen > 0) this.#latency.observe(Math.max(0, now - sentMs) / MS_PER_SECOND, sentThen);
    };
    let newestMs = this.#newestMs;
    for (const { record, reading } of decoded) {
      if (reading.observedAt > newestMs) newestMs = Math.min(reading.observedAt, now);
      if (record.timestampMs !== sentMs) {
        observeRun();
        [sentMs, sentThen] = [record.timestampMs, 0];
      }
      sentThen++;
    }
    observeRun();
    if (decoded.length === 0) return;
    this.#newestMs = newestMs;
    this.#newestReading.set(newestMs / MS_PER_SECOND);
  }

  #setLag(): void {
    this.#lag.reset();
    for (const [partition, records] of this.#lags()) this.#lag.set({ topic: this.topic, partition }, records);
  }
}
