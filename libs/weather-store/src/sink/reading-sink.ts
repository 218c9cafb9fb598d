import type { EntityManager } from '@mikro-orm/mysql';
import { NOT_CHECKED, type EvaluatedReading } from '@weather/weather-rules';
import type { Reading } from '@weather/weather-schema';
import { isDeadlock } from '../database-errors.ts';
import { BatchEvaluator, type BatchEvaluatorOptions } from '../evaluation/batch-evaluator.ts';
import { loadPartition, type CommittedOffset, type PartitionKey } from '../offsets/partition-offset.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { BatchTransaction, UnexpectedDuplicates, type TransactionOptions } from './batch-transaction.ts';
import { isRejection } from './bisect-rejected.ts';
import { InsertWriter } from './insert-writer.ts';
import { openWriter } from './open-writer.ts';
import type { ReadingWriter } from './reading-writer.ts';
import { StationIdCache } from './station-id-cache.ts';
import { storeOrReject } from './store-or-reject.ts';
import type { StoreRequest, StoreResult } from './store-request.ts';

/** More deadlocks in a row are treated as an outage. */
const MAX_DEADLOCKS = 10;
/** How often a batch is evaluated again if other transactions write rows of its stations meanwhile. */
const MAX_LOOKUP_RETRIES = 5;

/** The share of the cache for states; the rest is for surrogate keys. */
const STATE_SHARE = 0.75;
/** The states of one transaction may take this share of the cache size on top, but commits must not become too frequent. */
const TRANSACTION_SHARE = 0.125;
const MIN_STATIONS_PER_TRANSACTION = 100;
const DEFAULT_CACHE_BYTES = 32_000_000;

export interface ReadingSinkOptions
  extends
    Pick<BatchEvaluatorOptions, 'evaluator' | 'allowedLatenessMs' | 'isExceedance'>,
    Partial<Pick<BatchEvaluatorOptions, 'now' | 'onShared' | 'onRestored'>> {
  readonly database: WeatherDatabase;
  /** Up to this many rows are written by `INSERT` even where `LOAD DATA` is allowed. */
  readonly smallRows?: number;
  /** The memory for cached stations in bytes; see `countForOneTransaction` for those of a batch. */
  readonly cacheBytes?: number;
}

/**
 * Stores partition batches: stations, evaluated readings, alerts and the next offset in one transaction, under the lock of the
 * partition's row in `consumer_offset`. A batch is stored exactly once, as a whole, or not at all.
 */
export class ReadingSink {
  readonly #stations: StationIdCache;
  readonly #batchEvaluator: BatchEvaluator;
  readonly #transaction: BatchTransaction;
  readonly #maxStations: number;

  private constructor(
    private readonly database: WeatherDatabase,
    private readonly writer: ReadingWriter,
    private readonly options: BatchEvaluatorOptions,
  ) {
    const { cacheBytes, isExceedance, now } = options;
    const stations = new StationIdCache(cacheBytes * (1 - STATE_SHARE));
    const batchEvaluator = new BatchEvaluator({ ...options, cacheBytes: cacheBytes * STATE_SHARE });
    this.#stations = stations;
    this.#batchEvaluator = batchEvaluator;
    this.#transaction = new BatchTransaction({ database, stations, batchEvaluator, isExceedance, now });
    this.#maxStations = Math.max(
      MIN_STATIONS_PER_TRANSACTION,
      batchEvaluator.stationsIn(cacheBytes * TRANSACTION_SHARE),
    );
  }

  /**
   * Opens a sink with the fastest way to write that the server allows.
   * @throws ConfigurationError when the server accepts small packets only.
   */
  static async open({ database, smallRows, ...options }: ReadingSinkOptions): Promise<ReadingSink> {
    return new ReadingSink(database, await openWriter(database, smallRows), {
      now: Date.now,
      onShared: () => undefined,
      onRestored: () => undefined,
      cacheBytes: DEFAULT_CACHE_BYTES,
      ...options,
    });
  }

  /** How readings are written, for the log. */
  get method(): string {
    return this.writer.method;
  }

  /** Loads the committed offset of a partition. */
  async loadCommittedOffset(key: PartitionKey): Promise<CommittedOffset> {
    const { committedOffset } = await loadPartition(this.database.fork(), key, this.options.now());
    return committedOffset;
  }

  /**
   * The number of the readings of a partition, from the first on, that one transaction may store: until its commit it holds the
   * states of all its stations, and those that are not cached do not count towards the cache's limit.
   */
  countForOneTransaction(key: PartitionKey, readings: readonly Reading[]): number {
    if (readings.length <= this.#maxStations) return readings.length;
    const isCached = this.#batchEvaluator.cachedFor(key);
    const notCached = new Set<string>();
    for (let index = 0; index < readings.length; index++) {
      const { stationId } = readings[index] as Reading;
      const station = this.#stations.getId(stationId);
      if (station === undefined || !isCached(station)) notCached.add(stationId);
      if (notCached.size > this.#maxStations) return index;
    }
    return readings.length;
  }

  /**
   * Stores a batch, or finds the readings that the database rejects.
   * @throws the database's error during an outage: it is unknown then whether the transaction was committed. Calling again is
   * safe, since the committed offset shows it.
   */
  async store(request: StoreRequest): Promise<StoreResult> {
    try {
      return await this.#storeRetryingDeadlocks(request);
    } catch (error) {
      this.#stations.reset();
      if (!isRejection(error)) throw error;
      return await storeOrReject(request, {
        database: this.database,
        rowsOf: (em, readings) => this.#uncheckedRows(em, readings),
        store: (part, beforeCommit) =>
          this.#storeRetryingDuplicates(part, { writer: new InsertWriter(), beforeCommit }),
      });
    }
  }

  /** Two partitions that share stations may deadlock; the server rolls one of them back, which is stored again. */
  async #storeRetryingDeadlocks(request: StoreRequest): Promise<StoreResult> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#storeRetryingDuplicates(request, { writer: this.writer });
      } catch (error) {
        if (!isDeadlock(error) || !this.#batchEvaluator.sharesStations || attempt === MAX_DEADLOCKS)
          throw error;
      }
    }
  }

  /**
   * If rows turn out to be stored that the cached states rule out, the batch is evaluated again after looking up the rows of all
   * its timestamps.
   */
  async #storeRetryingDuplicates(request: StoreRequest, options: TransactionOptions): Promise<StoreResult> {
    for (let lookups = 0; ; lookups++) {
      try {
        return await this.#transaction.run(request, { ...options, checksAllKeys: lookups > 0 });
      } catch (error) {
        if (!(error instanceof UnexpectedDuplicates) || lookups >= MAX_LOOKUP_RETRIES) throw error;
      }
    }
  }

  /** The rows of readings as they are before evaluation, to find those that the database rejects. */
  async #uncheckedRows(em: EntityManager, readings: readonly Reading[]): Promise<EvaluatedReading[]> {
    const stations = await this.#stations.resolve(em, readings, null);
    const ids = stations.getIds(readings);
    return readings.map((reading, index) => ({
      station: ids[index] as number,
      reading,
      quality: NOT_CHECKED,
    }));
  }
}
