import { LockMode, type EntityManager } from '@mikro-orm/mysql';
import { RetentionCutoff as CutoffRow } from '../entities/reading.ts';
import { RollupDirtyHour } from '../entities/rollups.ts';
import { toDateTime } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';

/** The rows deleted in one transaction: it takes about ten milliseconds, for which a late reading may have to wait. */
const ROWS_PER_STEP = 1_000;
const CUTOFF_ID = 1;

/** Since when readings are kept. */
export interface RetentionCutoff {
  /** Readings before this time are deleted or about to be, in milliseconds since the epoch; the beginning of a day, UTC. */
  readonly readingsSince: number;
  /** The number of readings deleted so far. */
  readonly deletedCount: number;
}

export async function loadRetentionCutoff(em: EntityManager): Promise<RetentionCutoff> {
  return await loadCutoff(em, LockMode.NONE);
}

/**
 * Loads the cutoff and locks it until the end of the transaction. Whatever refreshes rollups or advances the cutoff does so
 * first: only one of them runs at a time, and the cutoff does not pass a day that is being refreshed.
 */
export async function lockRetentionCutoff(em: EntityManager): Promise<RetentionCutoff> {
  return await loadCutoff(em, LockMode.PESSIMISTIC_WRITE);
}

async function loadCutoff(em: EntityManager, lockMode: LockMode): Promise<RetentionCutoff> {
  const row = await em.findOne(CutoffRow, CUTOFF_ID, { lockMode, disableIdentityMap: true });
  if (row === null) throw new Error(`retention_cutoff has lost its row: insert one with id ${CUTOFF_ID}`);
  return { readingsSince: row.readingsSince.getTime(), deletedCount: row.deletedCount };
}

/** The outcome of starting a retention run. */
export type RetentionStart =
  /** Readings before the cutoff may be deleted. */
  | { readonly kind: 'ready'; readonly run: RetentionRun }
  /** Some of the readings to be deleted are not in the rollups yet. */
  | { readonly kind: 'rollups-dirty' };

/**
 * Starts to delete the readings before a time. The cutoff advances first, so that no rollup is refreshed from half-deleted
 * readings, and only once all rollups before it are up to date. It never moves back.
 * @param before the beginning of a day, UTC, in milliseconds since the epoch.
 */
export async function startRetention(database: WeatherDatabase, before: number): Promise<RetentionStart> {
  const isReady = await database.fork().transactional((em) => advanceCutoff(em, before));
  if (!isReady) return { kind: 'rollups-dirty' };
  const { readingsSince } = await loadRetentionCutoff(database.fork());
  return { kind: 'ready', run: new RetentionRun(database, readingsSince) };
}

/** @returns whether the cutoff is now at this time or later. */
async function advanceCutoff(em: EntityManager, before: number): Promise<boolean> {
  const { readingsSince } = await lockRetentionCutoff(em);
  if (readingsSince >= before) return true;
  const dirty = await em.find(
    RollupDirtyHour,
    { dayStart: { $gte: new Date(readingsSince), $lt: new Date(before) } },
    { limit: 1, disableIdentityMap: true },
  );
  if (dirty.length > 0) return false;
  await em.nativeUpdate(CutoffRow, CUTOFF_ID, { readingsSince: new Date(before) });
  return true;
}

/** Deletes the readings before the cutoff, station by station, in small transactions. */
export class RetentionRun {
  #station = 0;

  constructor(
    private readonly database: WeatherDatabase,
    /** Milliseconds since the epoch. */
    readonly cutoff: number,
  ) {}

  /**
   * Deletes and counts the next readings, in one transaction.
   * @returns their number; `undefined` when there are none left.
   * @throws the database's error; calling again is safe.
   */
  async step(): Promise<number | undefined> {
    const station = await this.#findNextStation();
    if (station === undefined) return undefined;
    const deleted = await this.database.fork().transactional((em) => this.#delete(em, station));
    this.#station = deleted < ROWS_PER_STEP ? station + 1 : station;
    return deleted;
  }

  /** Searches the readings, since the row of a station may be missing. */
  async #findNextStation(): Promise<number | undefined> {
    const [row] = await this.database.execute<{ station: number | null }>(
      'SELECT MIN(station_id) AS station FROM reading WHERE station_id >= ?',
      [this.#station],
    );
    return row?.station ?? undefined;
  }

  async #delete(em: EntityManager, station: number): Promise<number> {
    const { affectedRows } = await em.execute<{ affectedRows: number }>(
      `DELETE FROM reading WHERE station_id = ? AND observed_at < ? ORDER BY observed_at LIMIT ${ROWS_PER_STEP}`,
      [station, toDateTime(this.cutoff)],
      'run',
    );
    if (affectedRows > 0) {
      await em.execute(
        'UPDATE retention_cutoff SET deleted_count = deleted_count + ? WHERE id = ?',
        [affectedRows, CUTOFF_ID],
        'run',
      );
    }
    return affectedRows;
  }
}
