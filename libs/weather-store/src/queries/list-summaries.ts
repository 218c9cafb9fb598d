import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import type { SUMMARISED } from '../summaries/summary-columns.ts';
import { START_COLUMN } from '../summaries/summary-query.ts';
import type { PromptReader } from './prompt-reader.ts';
import type { StationRange } from './readings-of.ts';
import { SUMMARY_TABLE, type SummaryResolution } from './summary-series.ts';

/** A quantity with a least, a greatest and a mean value. */
export type SummarisedQuantity = 'temperature' | 'humidity' | 'pressure' | 'windSpeed' | 'windGust';

/** The values of one quantity that passed. */
export interface SummarisedValues {
  readonly count: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
}

/** A row of `reading_hour` or `reading_day`; see docs/summaries.md. */
export interface ListedSummary {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly readings: number;
  readonly quantities: Readonly<Record<SummarisedQuantity, SummarisedValues>>;
  readonly precipitationSum: number | null;
}

type SelectedSummary = Readonly<Record<string, string | number | null>>;

const COLUMN: Readonly<Record<SummarisedQuantity, (typeof SUMMARISED)[number]>> = {
  temperature: 'temperature',
  humidity: 'humidity',
  pressure: 'pressure',
  windSpeed: 'wind_speed',
  windGust: 'wind_gust',
};
/** mysql2 reads a `DOUBLE` with an error in its last digit; as a text it is exact. */
const QUANTITIES = Object.values(COLUMN)
  .map(
    (name) =>
      `${name}_count, CAST(${name}_min AS CHAR) AS ${name}_min, ${name}_mean, CAST(${name}_max AS CHAR) AS ${name}_max`,
  )
  .join(', ');

/** The first hours or days that begin in a range, at most `limit`, in the order of time. */
export async function listSummaries(
  reader: PromptReader,
  resolution: SummaryResolution,
  { station, from, to }: StationRange,
  limit: number,
): Promise<ListedSummary[]> {
  const table = SUMMARY_TABLE[resolution];
  const start = START_COLUMN[table];
  const rows = await reader.rows<SelectedSummary>(
    `SELECT ${start} AS start, reading_count, precipitation_sum, ${QUANTITIES} FROM ${table}
     WHERE station_id = ? AND ${start} >= ? AND ${start} < ? ORDER BY ${start} LIMIT ?`,
    [station, toDateTime(from), toDateTime(to), limit],
  );
  return rows.map(summaryOf);
}

function summaryOf(row: SelectedSummary): ListedSummary {
  const quantities = Object.entries(COLUMN).map(([quantity, name]) => [quantity, valuesOf(row, name)]);
  return {
    start: toEpochMs(String(row['start'])),
    readings: Number(row['reading_count']),
    quantities: Object.fromEntries(quantities) as ListedSummary['quantities'],
    precipitationSum: numberOf(row['precipitation_sum']),
  };
}

function valuesOf(row: SelectedSummary, name: string): SummarisedValues {
  return {
    count: Number(row[`${name}_count`]),
    min: numberOf(row[`${name}_min`]),
    mean: numberOf(row[`${name}_mean`]),
    max: numberOf(row[`${name}_max`]),
  };
}

function numberOf(value: string | number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
