import type { EntityManager } from '@mikro-orm/mysql';
import {
  NOT_CHECKED,
  type EvaluatedReading,
  type ExceedanceRule,
  type ReadingEvaluator,
} from '@weather/weather-rules';
import { ConfigurationError } from '@weather/service-runtime';
import type { Reading } from '@weather/weather-schema';
import { isDeadlock } from '../database-errors.ts';
import { BatchEvaluator, type EvaluatedBatch, type RestoredCount } from '../evaluation/batch-evaluator.ts';
import { PartitionFence } from '../offsets/partition-fence.ts';
import {
  loadCommittedOffset,
  recountKnown,
  type CommittedOffset,
  type PartitionKey,
} from '../offsets/partition-offset.ts';
import { markDirty } from '../rollups/dirty-hours.ts';
import { MIN_PACKET_BYTES } from '../rows/chunk.ts';
import type { AlertEvent } from '../alerts/alert-event.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { AdaptiveWriter } from './adaptive-writer.ts';
import { isRejection } from './bisect-rejected-rows.ts';
import { reconcileExceedances } from './exceedances.ts';
import { InsertWriter } from './insert-writer.ts';
import { LoadDataWriter } from './load-data-writer.ts';
import type { ReadingWriter } from './reading-writer.ts';
import { StationIdCache, type ResolvedStations } from './station-id-cache.ts';
import type { StoreRequest, StoreResult } from './store-request.ts';
import { storeStrictly } from './store-strictly.ts';

/**
 * With 1 to 100 rows an `INSERT` is 0.3 to 0.5 ms faster than `LOAD DATA` and reading its warnings, with 300 they are equal, with
 * 1,000 `LOAD DATA` is 1.7 ms faster.
 */
const SMALL_BATCH_ROWS = 100;

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

const SERVER_LIMITS = 'SELECT @@GLOBAL.local_infile AS allowed, @@max_allowed_packet AS packetBytes';

export interface ReadingSinkOptions {
  readonly database: WeatherDatabase;
  readonly evaluator: ReadingEvaluator;
  /** How far a reading may be behind its station's watermark and still be evaluated in order; milliseconds of event time. */
  readonly allowedLatenessMs: number;
  readonly isExceedance: ExceedanceRule;
  /** Up to this many rows are written by `INSERT` even where `LOAD DATA` is allowed. */
  readonly smallRows?: number;
  readonly now?: () => number;
  /** Called after the commit with stations that are found to come in several partitions; with each again a day later. */
  readonly onShared?: (stationIds: readonly string[]) => void;
  /** Called after the commit with the number of states that were restored from the database. */
  readonly onRestored?: (restored: RestoredCount) => void;
  /** The memory for cached stations in bytes; see `countForOneTransaction` for those of a batch. */
  readonly cacheBytes?: number;
}

/** A transaction that was stored: its result, and what the caches keep of it after the commit. */
interface Committed {
  readonly result: StoreResult;
  readonly stations: ResolvedStations;
  readonly evaluated: EvaluatedBatch;
  readonly events: readonly AlertEvent[];
}

/**
 * Stores partition batches: stations, evaluated readings, alerts and the next offset in one transaction, under the lock of the
 * partition's row in `consumer_offset`. A batch is stored exactly once, as a whole, or not at all.
 */
export class ReadingSink {
  readonly #stations: StationIdCache;
  readonly #fence: PartitionFence;
  readonly #maxStations: number;

  private constructor(
    private readonly database: WeatherDatabase,
    private readonly isExceedance: ExceedanceRule,
    private readonly evaluator: BatchEvaluator,
    private readonly writer: ReadingWriter,
    private readonly now: () => number,
    cacheBytes: number,
  ) {
    this.#stations = new StationIdCache(cacheBytes * (1 - STATE_SHARE));
    this.#maxStations = Math.max(
      MIN_STATIONS_PER_TRANSACTION,
      evaluator.stationsIn(cacheBytes * TRANSACTION_SHARE),
    );
    this.#fence = new PartitionFence(now);
  }

  /**
   * Opens a sink with the fastest way to write that the server allows.
   * @throws ConfigurationError when the server accepts small packets only.
   */
  static async open({
    database,
    evaluator,
    allowedLatenessMs,
    isExceedance,
    smallRows = SMALL_BATCH_ROWS,
    now = Date.now,
    onShared = () => undefined,
    onRestored = () => undefined,
    cacheBytes = DEFAULT_CACHE_BYTES,
  }: ReadingSinkOptions): Promise<ReadingSink> {
    const [row] = await database.withRetry(() => database.execute<ServerLimits>(SERVER_LIMITS));
    requireLargePackets(Number(row?.packetBytes));
    const insert = new InsertWriter();
    const writer =
      row?.allowed === 1
        ? new AdaptiveWriter({ small: insert, bulk: new LoadDataWriter(database.localInfile), smallRows })
        : insert;
    const batchEvaluator = new BatchEvaluator({
      evaluator,
      allowedLatenessMs,
      isExceedance,
      now,
      onShared,
      onRestored,
      cacheBytes: cacheBytes * STATE_SHARE,
    });
    return new ReadingSink(database, isExceedance, batchEvaluator, writer, now, cacheBytes);
  }

  /** How readings are written, for the log. */
  get method(): string {
    return this.writer.method;
  }

  /** Loads the committed offset of a partition. */
  async loadCommittedOffset(key: PartitionKey): Promise<CommittedOffset> {
    return await loadCommittedOffset(this.database.fork(), key, this.now());
  }

  /**
   * The number of the readings of a partition, from the first on, that one transaction may store: until its commit it holds the
   * states of all its stations, and those that are not cached do not count towards the cache's limit.
   */
  countForOneTransaction(key: PartitionKey, readings: readonly Reading[]): number {
    if (readings.length <= this.#maxStations) return readings.length;
    const isKnown = this.evaluator.knownIn(key);
    const unknown = new Set<string>();
    for (let index = 0; index < readings.length; index++) {
      const { stationId } = readings[index] as Reading;
      const station = this.#stations.getId(stationId);
      if (station === undefined || !isKnown(station)) unknown.add(stationId);
      if (unknown.size > this.#maxStations) return index;
    }
    return readings.length;
  }

  /**
   * Stores a batch.
   * @throws the database's error during an outage: it is unknown then whether the transaction was committed. Calling again is
   * safe, since the committed offset shows it.
   */
  async store(request: StoreRequest): Promise<StoreResult> {
    try {
      return await this.#storeWithDeadlockRetry(request);
    } catch (error) {
      this.#stations.reset();
      if (!isRejection(error)) throw error;
      return await storeStrictly(request, {
        database: this.database,
        rowsOf: (em, readings) => this.#uncheckedRows(em, readings),
        store: (part, beforeCommit) => this.#storeWith(new InsertWriter(), part, beforeCommit),
      });
    }
  }

  /** Two partitions that share stations may deadlock; the server rolls one of them back, which is stored again. */
  async #storeWithDeadlockRetry(request: StoreRequest): Promise<StoreResult> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#storeWith(this.writer, request);
      } catch (error) {
        if (!isDeadlock(error) || !this.evaluator.sharesStations || attempt === MAX_DEADLOCKS) throw error;
      }
    }
  }

  /**
   * If rows turn out to be stored that the cached states rule out, the batch is evaluated again after looking up the rows of all
   * its timestamps.
   * @param beforeCommit called once everything is written; an error that it throws rolls the transaction back.
   */
  async #storeWith(
    writer: ReadingWriter,
    request: StoreRequest,
    beforeCommit = (): void => undefined,
  ): Promise<StoreResult> {
    for (let lookups = 0; ; lookups++) {
      try {
        return await this.#storeOnce(writer, request, lookups > 0, beforeCommit);
      } catch (error) {
        if (!(error instanceof UnexpectedDuplicates) || lookups >= MAX_LOOKUP_RETRIES) throw error;
      }
    }
  }

  /** Evaluates, writes and commits a batch, then lets the caches keep it. */
  async #storeOnce(
    writer: ReadingWriter,
    request: StoreRequest,
    checksAllKeys: boolean,
    beforeCommit: () => void,
  ): Promise<StoreResult> {
    const outcome = await this.database.fork().transactional(async (em) => {
      const committed = await this.#storeIn(em, writer, request, checksAllKeys);
      beforeCommit();
      return committed;
    });
    if (!('evaluated' in outcome)) return outcome;
    const { result, stations, evaluated, events } = outcome;
    this.#stations.onCommit(stations);
    this.evaluator.onCommit(request.key, request.nextOffset, evaluated, events);
    return result;
  }

  async #storeIn(
    em: EntityManager,
    writer: ReadingWriter,
    { key, committedOffset, nextOffset, readings, deadLettered, expired }: StoreRequest,
    checksAllKeys: boolean,
  ): Promise<Committed | Extract<StoreResult, { kind: 'fenced' }>> {
    const counts = { stored: readings.length, duplicates: 0, corrections: 0, deadLettered, expired };
    const owner = await this.#fence.advance(em, key, { from: committedOffset, to: nextOffset }, counts);
    if (owner === undefined)
      return { kind: 'fenced', committedOffset: await loadCommittedOffset(em, key, this.now()) };
    const stations = await this.#stations.resolve(em, readings, owner.id);
    const evaluated = await this.evaluator.evaluate(em, {
      key,
      committedOffset,
      readings,
      stations: stations.getIds(readings),
      owner,
      added: stations.added,
      getKey: (stationId) => stations.getId(stationId),
      checksAllKeys,
    });
    const { effects } = evaluated;
    const events = await this.#write(em, writer, evaluated);
    const { duplicates, corrections, newExceedances } = effects;
    const known = duplicates + corrections.length;
    if (known > 0) await recountKnown(em, key, { duplicates, corrections: corrections.length });
    await markDirty(em, effects.dirty);
    const stored = readings.length - known;
    const result = { kind: 'stored', stored, duplicates, corrections, exceedances: newExceedances } as const;
    return { result, stations, evaluated, events };
  }

  /** @returns the events that were recorded in the outbox. */
  async #write(em: EntityManager, writer: ReadingWriter, evaluated: EvaluatedBatch): Promise<AlertEvent[]> {
    const { rows, replacedRows, newExceedances } = evaluated.effects;
    const present = rows.length === 0 ? 0 : await writer.write(em, rows);
    if (present > replacedRows) throw new UnexpectedDuplicates(present - replacedRows);
    const events = await this.evaluator.write(em, evaluated);
    if (replacedRows > 0) await reconcileExceedances(em, rows, this.isExceedance);
    else if (newExceedances.length > 0) await writer.addExceedances(em, newExceedances);
    return events;
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

interface ServerLimits {
  readonly allowed: number;
  readonly packetBytes: number | string;
}

function requireLargePackets(packetBytes: number): void {
  if (packetBytes >= MIN_PACKET_BYTES) return;
  throw ConfigurationError.of(
    'MYSQL_HOST',
    `the max_allowed_packet of the server is ${packetBytes} bytes; at least ${MIN_PACKET_BYTES} are required`,
  );
}

/** Rows are stored that the cached states rule out, so that nothing was merged with them. */
class UnexpectedDuplicates extends Error {
  override readonly name = 'UnexpectedDuplicates';

  constructor(count: number) {
    super(`${count} rows of a batch are stored already, though they were expected to be new`);
  }
}
