import type { EntityManager } from '@mikro-orm/mysql';
import type { ReadingEvaluator } from '@weather/weather-rules';
import { ConfigurationError } from '@weather/service-runtime';
import type { Reading } from '@weather/weather-schema';
import { isDeadlock } from '../database-errors.ts';
import { BatchJudge, type JudgedBatch, type RestoredCount } from '../judging/batch-judge.ts';
import { markDirty } from '../rollups/dirty-hours.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { InsertWriter } from './insert-writer.ts';
import { LoadDataWriter } from './load-data-writer.ts';
import {
  countAsKnown,
  loadPosition,
  type PartitionKey,
  type Position,
} from '../positions/partition-position.ts';
import { PartitionFence } from '../positions/partition-fence.ts';
import { SMALLEST_PACKET } from '../rows/in-groups.ts';
import type { ReadingRow } from '../rows/reading-columns.ts';
import type { ReadingWriter } from './reading-writer.ts';
import { isRefusal } from './refused-readings.ts';
import { StationDirectory, type StationsOfBatch } from './station-directory.ts';
import type { StoreRequest, StoreResult } from './store-request.ts';
import { storeStrictly } from './store-strictly.ts';
import { correctWarnings, newAlerts, type AlertRule } from './warning-temperatures.ts';
import { WriterBySize } from './writer-by-size.ts';

/**
 * From 1 to 100 rows an `INSERT` is 0.3 to 0.5 ms sooner than `LOAD DATA` and its warnings, at 300 they are alike, at 1,000
 * `LOAD DATA` is 1.7 ms sooner.
 */
const FEW_ROWS = 100;

/** More of them are an outage like others. */
const DEADLOCKS_IN_A_ROW = 10;
/** How often a batch is evaluated again, should other transactions write rows of its stations meanwhile. */
const MOST_LOOKS = 5;

/** Of what is remembered; the rest are the small ids. */
const SHARE_OF_STATES = 0.75;
/** What the stations of one transaction may take beside what is remembered, of as much; but never so few that commits are all it does. */
const SHARE_OF_A_TRANSACTION = 0.125;
const FEWEST_STATIONS_AT_ONCE = 100;
const DEFAULT_CACHE_BYTES = 32_000_000;

const SERVER_LIMITS = 'SELECT @@GLOBAL.local_infile AS allowed, @@max_allowed_packet AS packetBytes';

/** Until the batch is judged. */
const NOT_JUDGED = 0;

export interface ReadingSinkOptions {
  readonly database: WeatherDatabase;
  readonly judge: ReadingEvaluator;
  /** How far, in event time, a reading may be behind its station's newest and still be judged in its place; milliseconds. */
  readonly latenessMs: number;
  readonly isAlert: AlertRule;
  /** Up to so many rows are written by `INSERT` even where `LOAD DATA` is allowed. */
  readonly fewRows?: number;
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
  readonly #stations: StationDirectory;
  readonly #fence: PartitionFence;
  readonly #now: () => number;

  readonly #mostStations: number;

  private constructor(
    private readonly database: WeatherDatabase,
    private readonly isAlert: AlertRule,
    private readonly judge: BatchJudge,
    private readonly writer: ReadingWriter,
    now: () => number,
    cacheBytes: number,
  ) {
    this.#stations = new StationDirectory(cacheBytes * (1 - SHARE_OF_STATES));
    this.#mostStations = Math.max(
      FEWEST_STATIONS_AT_ONCE,
      judge.stationsIn(cacheBytes * SHARE_OF_A_TRANSACTION),
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
    judge,
    latenessMs,
    isAlert,
    fewRows = FEW_ROWS,
    now = Date.now,
    onShared = () => undefined,
    onRestored = () => undefined,
    cacheBytes = DEFAULT_CACHE_BYTES,
  }: ReadingSinkOptions): Promise<ReadingSink> {
    const [row] = await database.whenReachable(() => database.execute<ServerLimits>(SERVER_LIMITS));
    requireLargePackets(Number(row?.packetBytes));
    const insert = new InsertWriter();
    const writer =
      row?.allowed === 1
        ? new WriterBySize({ few: insert, many: new LoadDataWriter(database.localInfile), fewRows })
        : insert;
    const batchJudge = new BatchJudge({
      judge,
      latenessMs,
      now,
      onShared,
      onRestored,
      cacheBytes: cacheBytes * SHARE_OF_STATES,
    });
    return new ReadingSink(database, isAlert, batchJudge, writer, now, cacheBytes);
  }

  /** How readings are written, for the log. */
  get method(): string {
    return this.writer.method;
  }

  /** The stored position of a partition. */
  async loadPosition(key: PartitionKey): Promise<Position> {
    return await loadPosition(this.database.fork(), key, this.#now());
  }

  /**
   * How many of the readings of a partition, from the first on, one transaction may store: until it is committed, it holds
   * the states of all its stations, and those that are not remembered are not within the bound of what is.
   */
  countAtOnce(key: PartitionKey, readings: readonly Reading[]): number {
    if (readings.length <= this.#mostStations) return readings.length;
    const isKnown = this.judge.knownIn(key);
    const unknown = new Set<string>();
    for (let index = 0; index < readings.length; index++) {
      const { stationId } = readings[index] as Reading;
      const station = this.#stations.idOf(stationId);
      if (station === undefined || !isKnown(station)) unknown.add(stationId);
      if (unknown.size > this.#mostStations) return index;
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
      return await this.#storeSharing(request);
    } catch (error) {
      this.#stations.reset();
      if (!isRefusal(error)) throw error;
      return await storeStrictly(request, {
        database: this.database,
        rowsOf: async (em, readings) => (await this.#rows(em, readings, null)).rows,
        store: (some, beforeCommit) => this.#storeWith(new InsertWriter(), some, beforeCommit),
      });
    }
  }

  /** Two partitions that share stations may wait for each other in a circle; the server ends one of them, which comes again. */
  async #storeSharing(request: StoreRequest): Promise<StoreResult> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#storeWith(this.writer, request);
      } catch (error) {
        if (!isDeadlock(error) || !this.judge.sharesStations || attempt === DEADLOCKS_IN_A_ROW) throw error;
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
    for (let looks = 0; ; looks++) {
      try {
        return await this.#tryToStore(writer, request, looks > 0, beforeCommit);
      } catch (error) {
        if (!(error instanceof UnseenRows) || looks >= MOST_LOOKS) throw error;
      }
    }
  }

  async #tryToStore(
    writer: ReadingWriter,
    request: StoreRequest,
    looksEverywhere: boolean,
    beforeCommit: () => void,
  ): Promise<StoreResult> {
    const { key, position, nextOffset, readings, deadLettered, lost } = request;
    let adopt = (): void => undefined;
    const result = await this.database.fork().transactional(async (em): Promise<StoreResult> => {
      const counts = { stored: readings.length, repeated: 0, replaced: 0, deadLettered, lost };
      const owner = await this.#fence.advance(em, key, { from: position, to: nextOffset }, counts);
      if (owner === undefined) return { kind: 'moved', position: await loadPosition(em, key, this.#now()) };
      const { rows, stations } = await this.#rows(em, readings, owner.id);
      const judged = await this.judge.judge(em, {
        key,
        position,
        rows,
        owner,
        added: stations.added,
        idOf: (stationId) => stations.idOf(stationId),
        looksEverywhere,
      });
      adopt = () => {
        this.#stations.adopt(stations);
        judged.adopt(nextOffset);
      };
      const alerts = await this.#write(em, writer, judged);
      const { repeated, corrections: replaced } = judged;
      const known = repeated + replaced.length;
      if (known > 0) await countAsKnown(em, key, { repeated, replaced: replaced.length });
      await markDirty(em, judged.due);
      beforeCommit();
      return { kind: 'stored', stored: rows.length - known, repeated, replaced, alerts };
    });
    adopt();
    return result;
  }

  /** @returns the readings that have become alerts. */
  async #write(em: EntityManager, writer: ReadingWriter, judged: JudgedBatch): Promise<Reading[]> {
    const { rows, replaced } = judged;
    const present = rows.length === 0 ? 0 : await writer.write(em, rows);
    if (present > replaced.size) throw new UnseenRows(present - replaced.size);
    await judged.write();
    const alerts = newAlerts(judged, this.isAlert);
    if (replaced.size > 0) await correctWarnings(em, rows, this.isAlert);
    else if (alerts.length > 0) await writer.addWarnings(em, alerts);
    return alerts;
  }

  async #rows(em: EntityManager, readings: readonly Reading[], writer: number | null): Promise<RowsOfBatch> {
    const stations = await this.#stations.resolve(em, readings, writer);
    const ids = stations.idsOf(readings);
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
  if (packetBytes >= SMALLEST_PACKET) return;
  throw ConfigurationError.of(
    'MYSQL_HOST',
    `the max_allowed_packet of the server is ${packetBytes} bytes, at least ${SMALLEST_PACKET} are needed`,
  );
}

interface RowsOfBatch {
  readonly rows: ReadingRow[];
  readonly stations: StationsOfBatch;
}

/** There are rows that nobody expected, so that nothing was put together with what they say. */
class UnseenRows extends Error {
  override readonly name = 'UnseenRows';

  constructor(count: number) {
    super(`${count} rows of a batch are stored already, and were taken for new`);
  }
}
