import type { EntityManager } from '@mikro-orm/mysql';
import type { ReadingEvaluator } from '@weather/weather-rules';
import { ConfigurationError } from '@weather/service-runtime';
import type { Reading } from '@weather/weather-schema';
import { isDeadlock } from '../database-errors.ts';
import { BatchEvaluator, type EvaluatedBatch, type RestoredCount } from '../judging/batch-judge.ts';
import { markDirty } from '../rollups/dirty-hours.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { InsertWriter } from './insert-writer.ts';
import { LoadDataWriter } from './load-data-writer.ts';
import {
  recountKnown,
  loadCommittedOffset,
  type PartitionKey,
  type CommittedOffset,
} from '../offsets/partition-offset.ts';
import { PartitionFence } from '../offsets/partition-fence.ts';
import { MIN_PACKET_BYTES } from '../rows/chunk.ts';
import type { ReadingRow } from '../rows/reading-columns.ts';
import type { ReadingWriter } from './reading-writer.ts';
import { isRejection } from './bisect-rejected-rows.ts';
import { StationIdCache, type ResolvedStations } from './station-id-cache.ts';
import type { StoreRequest, StoreResult } from './store-request.ts';
import { storeStrictly } from './store-strictly.ts';
import { reconcileExceedances, findNewExceedances, type ExceedanceRule } from './exceedances.ts';
import { AdaptiveWriter } from './adaptive-writer.ts';

/**
 * From 1 to 100 rows an `INSERT` is 0.3 to 0.5 ms sooner than `LOAD DATA` and its warnings, at 300 they are alike, at 1,000
 * `LOAD DATA` is 1.7 ms sooner.
 */
const SMALL_BATCH_ROWS = 100;

/** More of them are an outage like others. */
const MAX_DEADLOCKS = 10;
/** How often a batch is evaluated again, should other transactions write rows of its stations meanwhile. */
const MAX_LOOKUP_RETRIES = 5;

/** Of what is remembered; the rest are the small ids. */
const STATE_SHARE = 0.75;
/** What the stations of one transaction may take beside what is remembered, of as much; but never so few that commits are all it does. */
const TRANSACTION_SHARE = 0.125;
const MIN_STATIONS_PER_TRANSACTION = 100;
const DEFAULT_CACHE_BYTES = 32_000_000;

const SERVER_LIMITS = 'SELECT @@GLOBAL.local_infile AS allowed, @@max_allowed_packet AS packetBytes';

/** Until the batch is judged. */
const NOT_JUDGED = 0;

export interface ReadingSinkOptions {
  readonly database: WeatherDatabase;
  readonly evaluator: ReadingEvaluator;
  /** How far, in event time, a reading may be behind its station's newest and still be judged in its place; milliseconds. */
  readonly allowedLatenessMs: number;
  readonly isExceedance: ExceedanceRule;
  /** Up to so many rows are written by `INSERT` even where `LOAD DATA` is allowed. */
  readonly smallRows?: number;
  readonly now?: () => number;
  /** Told, after the commit, of stations that are found to come in several partitions; of each again a day later. */
  readonly onShared?: (stationIds: readonly string[]) => void;
  /** Told, after the commit, how many stations had to be made out from the database. */
  readonly onRestored?: (restored: RestoredCount) => void;
  /** How much memory what is remembered of stations may take; see `countAtOnce` for those of a batch. */
  readonly cacheBytes?: number;
}

/**
 * Stores partition batches: stations, judged readings, alerts and the new position in one transaction, under the lock of the
 * partition's row in `consumer_offset`. A batch is there as a whole, once, or not at all.
 */
export class ReadingSink {
  readonly #stations: StationIdCache;
  readonly #fence: PartitionFence;
  readonly #now: () => number;

  readonly #maxStations: number;

  private constructor(
    private readonly database: WeatherDatabase,
    private readonly isExceedance: ExceedanceRule,
    private readonly evaluator: BatchEvaluator,
    private readonly writer: ReadingWriter,
    now: () => number,
    cacheBytes: number,
  ) {
    this.#stations = new StationIdCache(cacheBytes * (1 - STATE_SHARE));
    this.#maxStations = Math.max(
      MIN_STATIONS_PER_TRANSACTION,
      evaluator.stationsIn(cacheBytes * TRANSACTION_SHARE),
    );
    this.#now = now;
    this.#fence = new PartitionFence(now);
  }

  /**
   * Picks the fastest way to write that the server allows.
   * @throws ConfigurationError when the server takes small packets only.
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
    const batchJudge = new BatchEvaluator({
      evaluator,
      allowedLatenessMs,
      now,
      onShared,
      onRestored,
      cacheBytes: cacheBytes * STATE_SHARE,
    });
    return new ReadingSink(database, isExceedance, batchJudge, writer, now, cacheBytes);
  }

  /** How readings are written, for the log. */
  get method(): string {
    return this.writer.method;
  }

  /** The stored position of a partition. */
  async loadCommittedOffset(key: PartitionKey): Promise<CommittedOffset> {
    return await loadCommittedOffset(this.database.fork(), key, this.#now());
  }

  /**
   * How many of the readings of a partition, from the first on, one transaction may store: until it is committed, it holds
   * the states of all its stations, and those that are not remembered are not within the bound of what is.
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
   * @throws the database's error when there is an outage: nothing is known of the commit then, and calling again is
   * safe, since the position tells whether it took place.
   */
  async store(request: StoreRequest): Promise<StoreResult> {
    try {
      return await this.#storeWithDeadlockRetry(request);
    } catch (error) {
      this.#stations.reset();
      if (!isRejection(error)) throw error;
      return await storeStrictly(request, {
        database: this.database,
        rowsOf: async (em, readings) => (await this.#rows(em, readings, null)).rows,
        store: (some, beforeCommit) => this.#storeWith(new InsertWriter(), some, beforeCommit),
      });
    }
  }

  /** Two partitions that share stations may wait for each other in a circle; the server ends one of them, which comes again. */
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
   * Where memory is wrong about what is stored, which the database tells while rows are written, the batch is evaluated
   * again with a look at the rows of all its timestamps.
   * @param beforeCommit called once everything is written; what it throws rolls the transaction back.
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

  async #storeOnce(
    writer: ReadingWriter,
    request: StoreRequest,
    checksAllKeys: boolean,
    beforeCommit: () => void,
  ): Promise<StoreResult> {
    const { key, committedOffset, nextOffset, readings, deadLettered, expired } = request;
    let onCommit = (): void => undefined;
    const result = await this.database.fork().transactional(async (em): Promise<StoreResult> => {
      const counts = { stored: readings.length, duplicates: 0, corrections: 0, deadLettered, expired };
      const owner = await this.#fence.advance(em, key, { from: committedOffset, to: nextOffset }, counts);
      if (owner === undefined)
        return { kind: 'fenced', committedOffset: await loadCommittedOffset(em, key, this.#now()) };
      const { rows, stations } = await this.#rows(em, readings, owner.id);
      const evaluated = await this.evaluator.evaluate(em, {
        key,
        committedOffset,
        rows,
        owner,
        added: stations.added,
        idOf: (stationId) => stations.getId(stationId),
        checksAllKeys,
      });
      onCommit = () => {
        this.#stations.onCommit(stations);
        evaluated.onCommit(nextOffset);
      };
      const exceedances = await this.#write(em, writer, evaluated);
      const { duplicates, corrections } = evaluated;
      const known = duplicates + corrections.length;
      if (known > 0) await recountKnown(em, key, { duplicates, corrections: corrections.length });
      await markDirty(em, evaluated.due);
      beforeCommit();
      return { kind: 'stored', stored: rows.length - known, duplicates, corrections, exceedances };
    });
    onCommit();
    return result;
  }

  /** @returns the readings that have become alerts. */
  async #write(em: EntityManager, writer: ReadingWriter, evaluated: EvaluatedBatch): Promise<Reading[]> {
    const { rows, replaced } = evaluated;
    const present = rows.length === 0 ? 0 : await writer.write(em, rows);
    if (present > replaced.size) throw new UnexpectedDuplicates(present - replaced.size);
    await evaluated.write();
    const exceedances = findNewExceedances(evaluated, this.isExceedance);
    if (replaced.size > 0) await reconcileExceedances(em, rows, this.isExceedance);
    else if (exceedances.length > 0) await writer.addExceedances(em, exceedances);
    return exceedances;
  }

  async #rows(em: EntityManager, readings: readonly Reading[], writer: number | null): Promise<RowsOfBatch> {
    const stations = await this.#stations.resolve(em, readings, writer);
    const ids = stations.getIds(readings);
    const rows = readings.map((reading, index) => ({
      station: ids[index] as number,
      reading,
      quality: NOT_JUDGED,
    }));
    return { rows, stations };
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
    `the max_allowed_packet of the server is ${packetBytes} bytes, at least ${MIN_PACKET_BYTES} are needed`,
  );
}

interface RowsOfBatch {
  readonly rows: ReadingRow[];
  readonly stations: ResolvedStations;
}

/** There are rows that nobody expected, so that nothing was put together with what they say. */
class UnexpectedDuplicates extends Error {
  override readonly name = 'UnseenRows';

  constructor(count: number) {
    super(`${count} rows of a batch are stored already, and were taken for new`);
  }
}
