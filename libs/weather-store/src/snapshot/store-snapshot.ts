import { IsolationLevel, type EntityManager } from '@mikro-orm/mysql';
import { loadRetentionFloor, type RetentionFloor } from '../retention/retention-floor.ts';
import type { SummaryRange } from '../summaries/station-days.ts';
import { compareSummaries, type ComparedSummaries } from '../summaries/summary-faults.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { alertFaults, type AlertComparison, type AlertFaults } from './alert-faults.ts';
import { qualityPages, type QualityRange, type StoredQuality } from './stored-qualities.ts';
import { readingPages, type StoredReading } from './stored-readings.ts';

/** The position of a partition and what became of the records read of it. */
export interface PartitionAccount {
  readonly partition: number;
  /** Null while nothing has been stored of it. */
  readonly nextOffset: number | null;
  readonly read: number;
  readonly stored: number;
  readonly repeated: number;
  readonly replaced: number;
  readonly deadLettered: number;
  readonly lost: number;
}

/**
 * What the tables say at one instant, whatever is written meanwhile: positions, readings and alerts belong together. For
 * a user that may only read; nothing is locked.
 */
export class StoreSnapshot {
  private constructor(private readonly em: EntityManager) {}

  /** The snapshot holds for the time of `look`; while it does, the server keeps the old versions of changed rows. */
  static async take<T>(database: WeatherDatabase, look: (snapshot: StoreSnapshot) => Promise<T>): Promise<T> {
    return await database
      .fork()
      .transactional((em) => look(new StoreSnapshot(em)), { isolationLevel: IsolationLevel.REPEATABLE_READ });
  }

  /** The accounts of a consumer group on a topic, by partition. */
  async accounts(group: string, topic: string): Promise<PartitionAccount[]> {
    const rows = await this.em.execute<Record<keyof PartitionAccount, number | string | null>[]>(
      `SELECT partition_number AS \`partition\`, next_offset AS nextOffset, read_count AS \`read\`,
         stored_count AS \`stored\`, repeated_count AS repeated, replaced_count AS replaced,
         dead_lettered_count AS deadLettered, lost_count AS lost
       FROM consumer_offset WHERE consumer_group = ? AND topic = ? ORDER BY partition_number`,
      [group, topic],
    );
    return rows.map(({ nextOffset, ...counts }) => ({
      partition: Number(counts.partition),
      nextOffset: nextOffset === null ? null : Number(nextOffset),
      read: Number(counts.read),
      stored: Number(counts.stored),
      repeated: Number(counts.repeated),
      replaced: Number(counts.replaced),
      deadLettered: Number(counts.deadLettered),
      lost: Number(counts.lost),
    }));
  }

  /** How many readings all groups say to have stored, and how many rows there are. */
  async readingCounts(): Promise<{ readonly counted: number; readonly rows: number }> {
    const [counted] = await this.em.execute<{ total: number | string | null }[]>(
      'SELECT SUM(stored_count) AS total FROM consumer_offset',
    );
    const [rows] = await this.em.execute<{ total: number | string }[]>(
      'SELECT COUNT(*) AS total FROM reading',
    );
    return { counted: Number(counted?.total ?? 0), rows: Number(rows?.total) };
  }

  /** All rows of `reading`, in pages of some thousands. */
  readings(): AsyncGenerator<StoredReading[], void, undefined> {
    return readingPages(this.em);
  }

  /** What quality control said of the readings of some stations in a time, in pages of some thousands. */
  qualities(range: QualityRange): AsyncGenerator<StoredQuality[], void, undefined> {
    return qualityPages(this.em, range);
  }

  /** Since when readings are kept, and how many earlier ones were deleted. */
  async retentionFloor(): Promise<RetentionFloor> {
    return await loadRetentionFloor(this.em);
  }

  /** Where `warning_temperatures` is not what `reading` says. */
  async alertFaults(comparison: AlertComparison): Promise<AlertFaults> {
    return await alertFaults(this.em, comparison);
  }

  /** Where `reading_hour` and `reading_day` are not what a recomputation gives, some days at a time. */
  compareSummaries(range: SummaryRange): AsyncGenerator<ComparedSummaries, void, undefined> {
    return compareSummaries(this.em, range);
  }
}
