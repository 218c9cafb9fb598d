import type { EntityManager } from '@mikro-orm/mysql';
import { MS_PER_DAY } from '@weather/weather-schema';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { loadRetentionFloor } from '../retention/retention-floor.ts';
import { stationDays, type StationDays, type SummaryRange } from './station-days.ts';
import { SUMMARY_COLUMNS } from './summary-columns.ts';
import {
  START_COLUMN,
  summaryQuery,
  textColumns,
  type Query,
  type StationSpan,
  type SummaryTable,
} from './summary-query.ts';

/** A value of a summary that is not what a recomputation gives. */
export interface SummaryFault {
  readonly table: SummaryTable;
  readonly stationId: string;
  /** The beginning of the hour or day, in milliseconds since the epoch. */
  readonly start: number;
  /** Of the first column that differs; `undefined` when the whole row is missing or extra. */
  readonly column: string | undefined;
  /** `undefined` when there is no row. */
  readonly stored: string | null | undefined;
  readonly recomputed: string | null | undefined;
}

/** What one step of a comparison looked at and found. */
export interface ComparedSummaries {
  readonly hours: number;
  readonly days: number;
  /** Days, each of one station, that are marked to be recomputed and were left out. */
  readonly due: number;
  readonly faults: readonly SummaryFault[];
}

const DAYS_OF_STEP = 7;

/** A row as texts, by column. */
type Row = Readonly<Record<string, string | null>>;
type Rows = ReadonlyMap<number, Row>;

/**
 * Compares the summaries of a range with a recomputation, some days of a station at a time: hours with the readings, as far
 * as these are kept, and days with the hours. To be used in a transaction that sees everything at one instant.
 */
export async function* compareSummaries(
  em: EntityManager,
  range: SummaryRange,
): AsyncGenerator<ComparedSummaries, void, undefined> {
  const { readingsSince } = await loadRetentionFloor(em);
  for await (const station of stationDays(em, range)) {
    for (let from = station.from; from < station.to; from += DAYS_OF_STEP * MS_PER_DAY) {
      const to = Math.min(from + DAYS_OF_STEP * MS_PER_DAY, station.to);
      yield await compareSpan(em, { ...station, from, to }, readingsSince);
    }
  }
}

async function compareSpan(
  em: EntityManager,
  span: StationDays,
  readingsSince: number,
): Promise<ComparedSummaries> {
  const due = await dueDays(em, span);
  const isCompared = (start: number): boolean => !due.has(Math.floor(start / MS_PER_DAY));
  const kept = { ...span, from: Math.min(Math.max(span.from, readingsSince), span.to) };
  const hours = await compareTable(em, 'reading_hour', kept, isCompared);
  const days = await compareTable(em, 'reading_day', span, isCompared);
  return { hours: hours.rows, days: days.rows, due: due.size, faults: [...hours.faults, ...days.faults] };
}

/** The days that are marked, counted from the epoch. */
async function dueDays(em: EntityManager, { station, from, to }: StationSpan): Promise<Set<number>> {
  const rows = await em.execute<{ dayStart: string }[]>(
    'SELECT day_start AS dayStart FROM summary_due WHERE station_id = ? AND day_start >= ? AND day_start < ?',
    [station, toDateTime(from), toDateTime(to)],
  );
  return new Set(rows.map(({ dayStart }) => toEpochMs(dayStart) / MS_PER_DAY));
}

async function compareTable(
  em: EntityManager,
  table: SummaryTable,
  span: StationDays,
  isCompared: (start: number) => boolean,
): Promise<{ readonly rows: number; readonly faults: SummaryFault[] }> {
  const stored = await rowsOf(em, storedQuery(table, span));
  const recomputed = await rowsOf(em, recomputedQuery(table, span));
  const starts = [...new Set([...stored.keys(), ...recomputed.keys()])].filter(isCompared);
  const faults = starts.flatMap((start) => {
    const difference = differenceOf(stored.get(start), recomputed.get(start));
    return difference === undefined ? [] : [{ table, stationId: span.stationId, start, ...difference }];
  });
  return { rows: starts.length, faults };
}

/** The first column in which two rows differ. */
export function differenceOf(
  stored: Row | undefined,
  recomputed: Row | undefined,
): Pick<SummaryFault, 'column' | 'stored' | 'recomputed'> | undefined {
  if (stored === undefined || recomputed === undefined) {
    const text = (row: Row | undefined): string | undefined =>
      row && `a row of ${row['reading_count'] ?? 'no'} readings`;
    return { column: undefined, stored: text(stored), recomputed: text(recomputed) };
  }
  const column = SUMMARY_COLUMNS.find(({ name }) => stored[name] !== recomputed[name])?.name;
  if (column === undefined) return undefined;
  return { column, stored: stored[column] ?? null, recomputed: recomputed[column] ?? null };
}

function storedQuery(table: SummaryTable, { station, from, to }: StationSpan): Query {
  const start = START_COLUMN[table];
  return {
    sql: `SELECT ${start} AS period_start, ${textColumns()} FROM ${table}
      WHERE station_id = ? AND ${start} >= ? AND ${start} < ? ORDER BY ${start}`,
    parameters: [station, toDateTime(from), toDateTime(to)],
  };
}

function recomputedQuery(table: SummaryTable, span: StationSpan): Query {
  const { sql, parameters } = summaryQuery(table, span);
  return { sql: `SELECT period_start, ${textColumns()} FROM (${sql}) AS recomputed`, parameters };
}

async function rowsOf(em: EntityManager, { sql, parameters }: Query): Promise<Rows> {
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
