import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import { getFlag } from '@weather/weather-rules';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { QUANTITY_COLUMNS } from '../rows/reading-columns.ts';
import type { PromptReader } from './prompt-reader.ts';
import type { StationRange } from './readings-of.ts';
import { MAX_SERIES_ROWS, type QuantitySeries } from './quantity-series.ts';
import { summarySeries } from './summary-series.ts';

/** A statement is short, so that others have their turn. */
const PAGE_ROWS = 20_000;

/**
 * The values of a quantity in a range. Readings as they are; hours or days where readings would be too many, or where the
 * range begins before the instant since which readings are kept.
 */
export async function findSeries(
  reader: PromptReader,
  range: StationRange,
  quantity: Quantity,
): Promise<QuantitySeries> {
  if (!(await isGone(reader, range.from)) && !(await isMore(reader, range)))
    return await readingSeries(reader, range, quantity);
  const hours = await summarySeries(reader, range, quantity, 'hour');
  return hours.times.length < MAX_SERIES_ROWS ? hours : await summarySeries(reader, range, quantity, 'day');
}

async function isGone(reader: PromptReader, from: number): Promise<boolean> {
  const [floor] = await reader.rows<{ since: string }>(
    'SELECT readings_since AS since FROM retention_floor WHERE id = 1',
  );
  return floor !== undefined && from < toEpochMs(floor.since);
}

async function isMore(reader: PromptReader, { station, from, to }: StationRange): Promise<boolean> {
  const [row] = await reader.rows<object>(
    `SELECT observed_at FROM reading WHERE station_id = ? AND observed_at >= ? AND observed_at < ?
     ORDER BY observed_at LIMIT 1 OFFSET ${MAX_SERIES_ROWS}`,
    [station, toDateTime(from), toDateTime(to)],
  );
  return row !== undefined;
}

async function readingSeries(
  reader: PromptReader,
  { station, from, to }: StationRange,
  quantity: Quantity,
): Promise<QuantitySeries> {
  const column = QUANTITY_COLUMNS[QUANTITY_NAMES.indexOf(quantity)];
  const sql = `SELECT observed_at AS observedAt, CAST(${column} AS CHAR) AS value, quality FROM reading
    WHERE station_id = ? AND observed_at >= ? AND observed_at < ? AND ${column} IS NOT NULL
    ORDER BY observed_at LIMIT ${PAGE_ROWS}`;
  const times: number[] = [];
  const values: number[] = [];
  const flags: number[] = [];
  for (let start = from; ;) {
    const rows = await reader.rows<{ observedAt: string; value: string; quality: number }>(sql, [
      station,
      toDateTime(start),
      toDateTime(to),
    ]);
    for (const { observedAt, value, quality } of rows) {
      times.push(toEpochMs(observedAt));
      values.push(Number(value));
      flags.push(getFlag(quality, quantity));
    }
    const last = times.at(-1);
    if (rows.length < PAGE_ROWS || last === undefined) return { resolution: 'reading', times, values, flags };
    start = last + 1;
  }
}
