import type { EntityManager } from '@mikro-orm/mysql';
import { lockRetentionFloor } from '../retention/retention-floor.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import { hoursIn, type DueDay } from './due-hours.ts';
import { recomputeDay } from './recompute-summaries.ts';

/** Days, each of one station, that are recomputed in one transaction at the most. */
const DAYS_OF_STEP = 50;
/**
 * No further day is begun after this time. An hour with a reading every 5 s takes 16 ms, a whole day of them 270 ms (two
 * cores, MariaDB 11.4), and others wait for the end of the transaction.
 */
const STEP_MS = 1_000;
const LATEST = Date.UTC(9999, 0, 1);
const EARLIEST = Date.UTC(1000, 0, 1);

export interface SummarySweepOptions {
  /** Only days that begin at this instant or later, in milliseconds since the epoch. */
  readonly from?: number;
  /** Only days that begin before this instant. */
  readonly to?: number;
}

/** What a step has recomputed. */
export interface SweepStep {
  /** Days, each of one station; 0 at the end of the pass. */
  readonly days: number;
  /** The hours of these days that were due, each of one station. */
  readonly hours: number;
}

interface MarkedDay extends DueDay {
  readonly mark: number;
}

/**
 * One pass over the marks of `summary_due`, the oldest days first: recomputes what they name and takes them away, some days
 * in each transaction. What is marked behind the pass is left to the next one, so that a day that is marked again and
 * again holds up no other. Why nothing is lost: docs/decisions/0012-summaries.md.
 */
export class SummarySweep {
  readonly #to: string;
  #next: { readonly dayStart: string; readonly station: number };

  constructor(
    private readonly database: WeatherDatabase,
    { from = EARLIEST, to = LATEST }: SummarySweepOptions = {},
  ) {
    this.#next = { dayStart: toDateTime(from), station: 0 };
    this.#to = toDateTime(to);
  }

  /**
   * Recomputes the next days, in one transaction. Others that sweep wait for its end.
   * @param signal ends it early: the days that were recomputed until then are kept.
   * @throws the database's error; nothing was changed then, and calling again is safe.
   */
  async step(signal: AbortSignal): Promise<SweepStep> {
    const days = await this.database.fork().transactional(async (em) => {
      const { readingsSince } = await lockRetentionFloor(em);
      const marked = await this.#marked(em);
      const end = performance.now() + STEP_MS;
      const done: MarkedDay[] = [];
      for (const day of marked) {
        if (signal.aborted || performance.now() > end) break;
        // Its readings are gone, or will be: what was summarised while they were there is right.
        if (day.dayStart >= readingsSince) await recomputeDay(em, day);
        done.push(day);
      }
      await takeAway(em, done);
      return done;
    });
    const last = days.at(-1);
    if (last !== undefined) this.#next = { dayStart: toDateTime(last.dayStart), station: last.station + 1 };
    return { days: days.length, hours: days.reduce((sum, day) => sum + hoursIn(day), 0) };
  }

  async #marked(em: EntityManager): Promise<MarkedDay[]> {
    const { dayStart, station } = this.#next;
    const rows = await em.execute<
      { dayStart: string; station: number; hours: number; mark: number | string }[]
    >(
      `SELECT day_start AS dayStart, station_id AS station, hours, mark FROM summary_due
       WHERE ((day_start = ? AND station_id >= ?) OR day_start > ?) AND day_start < ?
       ORDER BY day_start, station_id LIMIT ${DAYS_OF_STEP}`,
      [dayStart, station, dayStart, this.#to],
    );
    return rows.map((row) => ({ ...row, dayStart: toEpochMs(row.dayStart), mark: Number(row.mark) }));
  }
}

/**
 * Deletes the marks that are as they were read: another number says that readings have changed since, and a locked row that
 * they are about to. Neither is waited for. From here to the commit those who mark these days wait.
 */
async function takeAway(em: EntityManager, days: readonly MarkedDay[]): Promise<void> {
  if (days.length === 0) return;
  const unchanged = await em.execute<{ dayStart: string; station: number }[]>(
    `SELECT day_start AS dayStart, station_id AS station FROM summary_due
     WHERE ${days.map(() => '(day_start = ? AND station_id = ? AND mark = ?)').join(' OR ')}
     FOR UPDATE SKIP LOCKED`,
    days.flatMap(({ dayStart, station, mark }) => [toDateTime(dayStart), station, mark]),
  );
  // By its whole key each: a statement for all of them may scan the table, and wait for the rows of others.
  for (const { dayStart, station } of unchanged) {
    await em.execute(
      'DELETE FROM summary_due WHERE day_start = ? AND station_id = ?',
      [dayStart, station],
      'run',
    );
  }
}
