import { IsolationLevel, type EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import { ConsumerOffset } from '../entities/consumer-offset.ts';
import { Station } from '../entities/station.ts';
import { loadRetentionCutoff, type RetentionCutoff } from '../retention/retention.ts';
import { compareRollups, type RollupComparison } from '../rollups/compare-rollups.ts';
import type { RollupRange } from '../rollups/station-days.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { toReading, SELECT_READINGS, type SelectedReading } from '../rows/select-readings.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import {
  compareExceedances,
  type ExceedanceComparison,
  type ExceedanceDiscrepancies,
} from './compare-exceedances.ts';

/** The committed offset of a partition and the counts of the records read from it, by outcome. */
export interface PartitionProgress {
  readonly partition: number;
  /** Null until something has been committed. */
  readonly nextOffset: number | null;
  readonly read: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly corrections: number;
  readonly deadLettered: number;
  readonly expired: number;
}

/** A row of `reading`. If its station is missing in `station`, its ID is the text `station number N`. */
export type StoredReading = Omit<Reading, 'city'>;

/** The quality flags of a row of `reading`, as `getFlag` and `getTimeliness` of weather-rules read them. */
export interface StoredQuality {
  readonly stationId: string;
  readonly observedAt: number;
  readonly quality: number;
}

/** Selects rows of `reading` by station and time. */
interface QualityRange {
  readonly stationIds: readonly string[];
  /** Milliseconds since the epoch, both included. */
  readonly from: number;
  readonly to: number;
}

const PAGE_ROWS = 5_000;
/** Written so that both servers seek in the primary key; they do not for a comparison of pairs. */
const AFTER_LAST = 'WHERE (station_id = ? AND observed_at > ?) OR station_id > ?';
const ORDER = `ORDER BY station_id, observed_at LIMIT ${PAGE_ROWS}`;
/** Both servers find its start and its end in the primary key. */
const SELECT_QUALITIES = `SELECT observed_at AS observedAt, quality FROM reading
  WHERE station_id = ? AND observed_at >= ? AND observed_at <= ? ORDER BY observed_at LIMIT ${PAGE_ROWS}`;

/**
 * A consistent snapshot of the tables, whatever is written meanwhile: offsets, readings and exceedances belong together. It
 * needs a user that may read, and locks nothing.
 */
export class StoreSnapshot {
  private constructor(private readonly em: EntityManager) {}

  /** Runs work on a snapshot. Until the work ends, the server keeps the old versions of changed rows. */
  static async take<T>(database: WeatherDatabase, work: (snapshot: StoreSnapshot) => Promise<T>): Promise<T> {
    return await database
      .fork()
      .transactional((em) => work(new StoreSnapshot(em)), { isolationLevel: IsolationLevel.REPEATABLE_READ });
  }

  /** The progress of a consumer group on a topic, sorted by partition. */
  async partitionProgress(consumerGroup: string, topic: string): Promise<PartitionProgress[]> {
    const rows = await this.em.find(
      ConsumerOffset,
      { consumerGroup, topic },
      { orderBy: { partition: 'asc' }, disableIdentityMap: true },
    );
    return rows.map(({ nextOffset = null, ...row }) => ({
      partition: row.partition,
      nextOffset: nextOffset === null ? null : Number(nextOffset),
      read: Number(row.readCount),
      stored: Number(row.storedCount),
      duplicates: Number(row.duplicateCount),
      corrections: Number(row.correctionCount),
      deadLettered: Number(row.deadLetteredCount),
      expired: Number(row.expiredCount),
    }));
  }

  /** The number of readings that all groups have counted as stored, and the number of rows. */
  async readingCounts(): Promise<{ readonly counted: number; readonly rows: number }> {
    const [counts] = await this.em.execute<{ counted: number | string | null; total: number | string }[]>(
      `SELECT (SELECT SUM(stored_count) FROM consumer_offset) AS counted, (SELECT COUNT(*) FROM reading) AS total`,
    );
    return { counted: Number(counts?.counted ?? 0), rows: Number(counts?.total) };
  }

  /** All rows of `reading` in the order of the primary key, in pages of some thousands. */
  async *readings(): AsyncGenerator<StoredReading[], void, undefined> {
    const stations = await this.em.find(
      Station,
      {},
      { fields: ['id', 'stationId'], disableIdentityMap: true },
    );
    const stationIds = new Map(stations.map(({ id, stationId }) => [id, stationId]));
    let rows = await this.em.execute<SelectedReading[]>(`${SELECT_READINGS} ${ORDER}`);
    for (;;) {
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map((row) => toReading(row, stationIds.get(row.station) ?? `station number ${row.station}`));
      rows = await this.em.execute<SelectedReading[]>(`${SELECT_READINGS} ${AFTER_LAST} ${ORDER}`, [
        last.station,
        last.observedAt,
        last.station,
      ]);
    }
  }

  /**
   * The quality flags of some stations' readings in a range, station by station in chronological order, in pages of some
   * thousands; an unknown station has no rows.
   */
  async *qualities({ stationIds, from, to }: QualityRange): AsyncGenerator<StoredQuality[], void, undefined> {
    const options = { fields: ['id'], disableIdentityMap: true } as const;
    for (const stationId of stationIds) {
      const station = await this.em.findOne(Station, { stationId }, options);
      if (station === null) continue;
      for (let start = from; start <= to;) {
        const parameters = [station.id, toDateTime(start), toDateTime(to)];
        const rows = await this.em.execute<{ observedAt: string; quality: number }[]>(
          SELECT_QUALITIES,
          parameters,
        );
        const page = rows.map((row) => ({ ...row, stationId, observedAt: toEpochMs(row.observedAt) }));
        if (page.length > 0) yield page;
        const last = page.length < PAGE_ROWS ? undefined : page.at(-1);
        start = last === undefined ? Number.POSITIVE_INFINITY : last.observedAt + 1;
      }
    }
  }

  /** Since when readings are kept, and how many earlier ones were deleted. */
  async retentionCutoff(): Promise<RetentionCutoff> {
    return await loadRetentionCutoff(this.em);
  }

  /** The discrepancies between `warning_temperatures` and `reading`. */
  async compareExceedances(comparison: ExceedanceComparison): Promise<ExceedanceDiscrepancies> {
    return await compareExceedances(this.em, comparison);
  }

  /** The discrepancies between the rollups and a recomputation, some days at a time. */
  compareRollups(range: RollupRange): AsyncGenerator<RollupComparison, void, undefined> {
    return compareRollups(this.em, range);
  }
}
