import { LockMode, type EntityManager } from '@mikro-orm/mysql';
import { MS_PER_DAY } from '@weather/weather-schema';
import { RollupDirtyHour } from '../entities/rollups.ts';
import { lockRetentionCutoff } from '../retention/retention.ts';
import { toDateTime } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import type { DirtyDay } from '@weather/weather-rules';
import { countHours, toSpan } from './dirty-hours.ts';
import { ROLLUP_COLUMNS } from './rollup-columns.ts';
import { buildRollupQuery, START_COLUMN, type RollupTable, type StationSpan } from './rollup-query.ts';

/** The most days recomputed in one transaction; the same day of two stations counts twice. */
const DAYS_PER_STEP = 50;
/**
 * No further day is started after this time, since others wait for the end of the transaction. An hour with a reading
 * every 5 s takes 16 ms, a whole day of them 270 ms (two cores, MariaDB 11.4).
 */
const STEP_MS = 1_000;
const EARLIEST = Date.UTC(1000, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

export interface RollupRefresherOptions {
  /** Limits the pass to days that start at this time or later, in milliseconds since the epoch. */
  readonly from?: number;
  /** Limits the pass to days that start before this time. */
  readonly to?: number;
}

/** What a step has refreshed. The same day or hour of two stations counts twice. */
export interface RefreshStep {
  /** 0 at the end of the pass. */
  readonly days: number;
  /** The dirty hours of these days. */
  readonly hours: number;
}

interface VersionedDay extends DirtyDay {
  /** Differs as soon as another transaction marks the day. */
  readonly version: number;
}

/**
 * One pass over the dirty hours, oldest days first: recomputes their rollups and deletes their marks, some days per
 * transaction. What is marked behind the pass is left to the next one, so a day that is marked again and again does not
 * hold up the others. Why no change is missed: docs/decisions/0012-rollups.md.
 */
export class RollupRefresher {
  readonly #to: Date;
  #next: { readonly dayStart: Date; readonly stationId: number };

  constructor(
    private readonly database: WeatherDatabase,
    { from = EARLIEST, to = LATEST }: RollupRefresherOptions = {},
  ) {
    this.#next = { dayStart: new Date(from), stationId: 0 };
    this.#to = new Date(to);
  }

  /**
   * Refreshes the next days, in one transaction. Other refreshers wait for its end.
   * @param signal ends the step early: the days recomputed so far are kept.
   * @throws the database's error; nothing was changed then, and calling again is safe.
   */
  async step(signal: AbortSignal): Promise<RefreshStep> {
    const days = await this.database.fork().transactional(async (em) => {
      const { readingsSince } = await lockRetentionCutoff(em);
      const dirtyDays = await this.#findDirtyDays(em);
      const end = performance.now() + STEP_MS;
      const refreshed: VersionedDay[] = [];
      for (const day of dirtyDays) {
        if (signal.aborted || performance.now() > end) break;
        // Before the cutoff readings are being deleted: the rollups made from all of them are right.
        if (day.dayStart >= readingsSince) await refreshDay(em, day);
        refreshed.push(day);
      }
      await deleteMarks(em, refreshed);
      return refreshed;
    });
    const last = days.at(-1);
    if (last !== undefined) this.#next = { dayStart: new Date(last.dayStart), stationId: last.station + 1 };
    return { days: days.length, hours: days.reduce((sum, day) => sum + countHours(day), 0) };
  }

  async #findDirtyDays(em: EntityManager): Promise<VersionedDay[]> {
    const { dayStart, stationId } = this.#next;
    const rows = await em.find(
      RollupDirtyHour,
      {
        $or: [{ dayStart, stationId: { $gte: stationId } }, { dayStart: { $gt: dayStart } }],
        $and: [{ dayStart: { $lt: this.#to } }],
      },
      { orderBy: { dayStart: 'asc', stationId: 'asc' }, limit: DAYS_PER_STEP, disableIdentityMap: true },
    );
    return rows.map((row) => ({
      station: row.stationId,
      dayStart: row.dayStart.getTime(),
      hours: row.hours,
      version: row.version,
    }));
  }
}

/**
 * Recomputes the rollups of a day's dirty hours, and of the day, from the readings as they are now. Clean hours between the
 * first and the last dirty one are recomputed with them.
 */
async function refreshDay(em: EntityManager, day: DirtyDay): Promise<void> {
  await replaceRollups(em, 'reading_hour', toSpan(day));
  const { station, dayStart } = day;
  await replaceRollups(em, 'reading_day', { station, from: dayStart, to: dayStart + MS_PER_DAY });
}

/** Rows are deleted first: an hour without readings has no row. */
async function replaceRollups(em: EntityManager, table: RollupTable, span: StationSpan): Promise<void> {
  const start = START_COLUMN[table];
  const { station, from, to } = span;
  await em.execute(
    `DELETE FROM ${table} WHERE station_id = ? AND ${start} >= ? AND ${start} < ?`,
    [station, toDateTime(from), toDateTime(to)],
    'run',
  );
  const { sql, parameters } = buildRollupQuery(table, span);
  const columns = ['station_id', start, ...ROLLUP_COLUMNS.map(({ name }) => name)];
  await em.execute(`INSERT INTO ${table} (${columns.join(', ')}) ${sql}`, [...parameters], 'run');
}

/**
 * Deletes the marks that still have the version that was read: another version means that readings have changed since, a
 * locked row that they are about to. It waits for neither. From here to the commit, transactions that mark these days wait.
 */
async function deleteMarks(em: EntityManager, days: readonly VersionedDay[]): Promise<void> {
  if (days.length === 0) return;
  const unchanged = await em.find(
    RollupDirtyHour,
    {
      $or: days.map(({ station, dayStart, version }) => ({
        dayStart: new Date(dayStart),
        stationId: station,
        version,
      })),
    },
    { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE, disableIdentityMap: true },
  );
  // One statement per primary key: a statement for all of them may scan the table, and wait for the rows of others.
  for (const { dayStart, stationId } of unchanged) {
    await em.nativeDelete(RollupDirtyHour, { dayStart, stationId });
  }
}
