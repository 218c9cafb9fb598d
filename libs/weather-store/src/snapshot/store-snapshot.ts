import { IsolationLevel, type EntityManager } from '@mikro-orm/mysql';
import { ConsumerOffset } from '../entities/consumer-offset.ts';
import { loadRetentionCutoff, type RetentionCutoff } from '../retention/retention.ts';
import { compareRollups, type RollupComparison } from '../rollups/compare-rollups.ts';
import type { RollupRange } from '../rollups/station-days.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import {
  compareExceedances,
  type ExceedanceComparison,
  type ExceedanceDiscrepancies,
} from './compare-exceedances.ts';
import {
  qualityPages,
  readingPages,
  type QualityRange,
  type StoredQuality,
  type StoredReading,
} from './stored-readings.ts';

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

  /** All rows of `reading`, in pages of some thousands. */
  readings(): AsyncGenerator<StoredReading[], void, undefined> {
    return readingPages(this.em);
  }

  /** The quality flags of some stations' readings in a range, in pages of some thousands. */
  qualities(range: QualityRange): AsyncGenerator<StoredQuality[], void, undefined> {
    return qualityPages(this.em, range);
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
