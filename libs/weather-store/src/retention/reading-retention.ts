import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { loadRetentionFloor, lockRetentionFloor } from './retention-floor.ts';

/** Rows of one transaction: deleted in some ten milliseconds, which is as long as a late reading may have to wait. */
const ROWS_OF_STEP = 1_000;

/** How a run of the retention began. */
export type RetentionStart =
  /** Readings before the floor may be dropped. */
  | { readonly kind: 'ready'; readonly run: RetentionRun }
  /** Some of the readings to be dropped have not been summarised yet. */
  | { readonly kind: 'summaries-due' };

/**
 * Begins to drop the readings before an instant. The floor moves first, so that nobody summarises what is being dropped,
 * and only when all before it has been summarised. It never moves back.
 * @param before the beginning of a day, UTC, in milliseconds since the epoch.
 */
export async function beginRetention(database: WeatherDatabase, before: number): Promise<RetentionStart> {
  const isReady = await database.fork().transactional((em) => raiseFloor(em, before));
  if (!isReady) return { kind: 'summaries-due' };
  const { readingsSince } = await loadRetentionFloor(database.fork());
  return { kind: 'ready', run: new RetentionRun(database, readingsSince) };
}

/** Deletes the readings before the floor, station by station, in small transactions. */
export class RetentionRun {
  readonly #before: string;
  #station = 0;

  constructor(
    private readonly database: WeatherDatabase,
    /** In milliseconds since the epoch. */
    readonly floor: number,
  ) {
    this.#before = toDateTime(floor);
  }

  /**
   * Deletes and counts the next readings, in one transaction.
   * @returns how many; `undefined` when there is none left.
   * @throws the database's error; calling again is safe.
   */
  async step(): Promise<number | undefined> {
    const station = await this.#nextStation();
    if (station === undefined) return undefined;
    const dropped = await this.database.fork().transactional((em) => this.#drop(em, station));
    this.#station = dropped < ROWS_OF_STEP ? station + 1 : station;
    return dropped;
  }

  /** Of the readings, since a station's row may have been lost. */
  async #nextStation(): Promise<number | undefined> {
    const [row] = await this.database.execute<{ station: number | null }>(
      'SELECT MIN(station_id) AS station FROM reading WHERE station_id >= ?',
      [this.#station],
    );
    return row?.station ?? undefined;
  }

  async #drop(em: EntityManager, station: number): Promise<number> {
    const { affectedRows } = await em.execute<{ affectedRows: number }>(
      `DELETE FROM reading WHERE station_id = ? AND observed_at < ? ORDER BY observed_at LIMIT ${ROWS_OF_STEP}`,
      [station, this.#before],
      'run',
    );
    if (affectedRows > 0) {
      await em.execute(
        'UPDATE retention_floor SET dropped_count = dropped_count + ? WHERE id = 1',
        [affectedRows],
        'run',
      );
    }
    return affectedRows;
  }
}

/** @returns whether the floor is there now, or higher. */
async function raiseFloor(em: EntityManager, before: number): Promise<boolean> {
  const { readingsSince } = await lockRetentionFloor(em);
  if (readingsSince >= before) return true;
  const floor = toDateTime(before);
  const due = await em.execute<object[]>(
    'SELECT 1 AS due FROM summary_due WHERE day_start >= ? AND day_start < ? LIMIT 1',
    [toDateTime(readingsSince), floor],
  );
  if (due.length > 0) return false;
  await em.execute('UPDATE retention_floor SET readings_since = ? WHERE id = 1', [floor], 'run');
  return true;
}
