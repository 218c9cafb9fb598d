import type { EntityManager } from '@mikro-orm/mysql';
import { MS_PER_DAY } from '@weather/weather-schema';
import { RollupDirtyHour } from '../entities/rollups.ts';
import { loadRetentionCutoff } from '../retention/retention.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { ROLLUP_COLUMNS } from './rollup-columns.ts';
import {
  START_COLUMN,
  buildRollupQuery,
  selectAsText,
  type Query,
  type RollupTable,
  type StationSpan,
} from './rollup-query.ts';
import { stationDays, type StationDays, type RollupRange } from './station-days.ts';

/** A value of a rollup that differs from a recomputation. */
export interface RollupDiscrepancy {
  readonly table: RollupTable;
  readonly stationId: string;
  /** The beginning of the hour or day, in milliseconds since the epoch. */
  readonly start: number;
  /** The first column that differs; `undefined` when the whole row is missing or extra. */
  readonly column: string | undefined;
  /** `undefined` when there is no row. */
  readonly stored: string | null | undefined;
  readonly recomputed: string | null | undefined;
}

/** The result of one step of a comparison. */
export interface RollupComparison {
  readonly hours: number;
  readonly days: number;
  /** Days with dirty hours, which were skipped; the same day of two stations counts twice. */
  readonly dirty: number;
  readonly discrepancies: readonly RollupDiscrepancy[];
}

const DAYS_PER_STEP = 7;

/** A row as texts, by column. */
type Row = Readonly<Record<string, string | null>>;

/**
 * Compares the rollups of a range with a recomputation, some days of a station at a time: hours with the readings, where
 * these are kept, and days with the hours. It needs a transaction with a consistent snapshot.
 */
export async function* compareRollups(
  em: EntityManager,
  range: RollupRange,
): AsyncGenerator<RollupComparison, void, undefined> {
  const { readingsSince } = await loadRetentionCutoff(em);
  for await (const station of stationDays(em, range)) {
    for (let from = station.from; from < station.to; from += DAYS_PER_STEP * MS_PER_DAY) {
      const to = Math.min(from + DAYS_PER_STEP * MS_PER_DAY, station.to);
      yield await compareSpan(em, { ...station, from, to }, readingsSince);
    }
  }
}

async function compareSpan(
  em: EntityManager,
  span: StationDays,
  readingsSince: number,
): Promise<RollupComparison> {
  const dirty = await findDirtyDays(em, span);
  const isCompared = (start: number): boolean => !dirty.has(Math.floor(start / MS_PER_DAY));
  const kept = { ...span, from: Math.min(Math.max(span.from, readingsSince), span.to) };
  const hours = await compareTable(em, 'reading_hour', kept, isCompared);
  const days = await compareTable(em, 'reading_day', span, isCompared);
  return {
    hours: hours.rows,
    days: days.rows,
    dirty: dirty.size,
    discrepancies: [...hours.discrepancies, ...days.discrepancies],
  };
}

/** The days with dirty hours, counted from the epoch. */
async function findDirtyDays(em: EntityManager, { station, from, to }: StationSpan): Promise<Set<number>> {
  const rows = await em.find(
    RollupDirtyHour,
    { stationId: station, dayStart: { $gte: new Date(from), $lt: new Date(to) } },
    { disableIdentityMap: true },
  );
  return new Set(rows.map(({ dayStart }) => dayStart.getTime() / MS_PER_DAY));
}

async function compareTable(
  em: EntityManager,
  table: RollupTable,
  span: StationDays,
  isCompared: (start: number) => boolean,
): Promise<{ readonly rows: number; readonly discrepancies: RollupDiscrepancy[] }> {
  const stored = await queryRows(em, buildStoredQuery(table, span));
  const recomputed = await queryRows(em, buildRecomputedQuery(table, span));
  const starts = [...new Set([...stored.keys(), ...recomputed.keys()])].filter(isCompared);
  const discrepancies = starts.flatMap((start) => {
    const difference = findDifference(stored.get(start), recomputed.get(start));
    return difference === undefined ? [] : [{ table, stationId: span.stationId, start, ...difference }];
  });
  return { rows: starts.length, discrepancies };
}

/** Finds the first column in which two rows differ. */
export function findDifference(
  stored: Row | undefined,
  recomputed: Row | undefined,
): Pick<RollupDiscrepancy, 'column' | 'stored' | 'recomputed'> | undefined {
  if (stored === undefined || recomputed === undefined) {
    const text = (row: Row | undefined): string | undefined =>
      row && `a row of ${row['reading_count'] ?? 'no'} readings`;
    return { column: undefined, stored: text(stored), recomputed: text(recomputed) };
  }
  const column = ROLLUP_COLUMNS.find(({ name }) => stored[name] !== recomputed[name])?.name;
  if (column === undefined) return undefined;
  return { column, stored: stored[column] ?? null, recomputed: recomputed[column] ?? null };
}

function buildStoredQuery(table: RollupTable, { station, from, to }: StationSpan): Query {
  const start = START_COLUMN[table];
  return {
    sql: `SELECT ${start} AS period_start, ${selectAsText()} FROM ${table}
      WHERE station_id = ? AND ${start} >= ? AND ${start} < ? ORDER BY ${start}`,
    parameters: [station, toDateTime(from), toDateTime(to)],
  };
}

function buildRecomputedQuery(table: RollupTable, span: StationSpan): Query {
  const { sql, parameters } = buildRollupQuery(table, span);
  return { sql: `SELECT period_start, ${selectAsText()} FROM (${sql}) AS recomputed`, parameters };
}

async function queryRows(em: EntityManager, { sql, parameters }: Query): Promise<ReadonlyMap<number, Row>> {
  const rows = await em.execute<Record<string, string | number | null>[]>(sql, [...parameters]);
  return new Map(
    rows.map(({ period_start, ...values }) => [
      toEpochMs(String(period_start)),
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, value === null ? null : String(value)]),
      ),
    ]),
  );
}
