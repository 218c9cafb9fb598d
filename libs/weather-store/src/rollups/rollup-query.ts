import { flagShift, hasPassed, QUALITY_FLAG } from '@weather/weather-rules';
import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import { toDateTime } from '../rows/date-time.ts';
import { QUANTITY_COLUMNS } from '../rows/reading-columns.ts';
import { isDouble, ROLLUP_QUANTITIES, ROLLUP_COLUMNS, type RollupColumn } from './rollup-columns.ts';

/** A station's readings from one time to before another, in milliseconds since the epoch. */
export interface StationSpan {
  /** The station's surrogate key. */
  readonly station: number;
  readonly from: number;
  readonly to: number;
}

export type RollupTable = 'reading_hour' | 'reading_day';

/** A statement and its parameters. */
export interface Query {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/** The column with the beginning of a rollup's hour or day. */
export const START_COLUMN = { reading_hour: 'hour_start', reading_day: 'day_start' } as const;

/** The bits of one flag. */
const FLAG_MASK = 15;
const PASSED_FLAGS = Object.values(QUALITY_FLAG).filter(hasPassed).join(', ');
/** A number beyond this is not a measurement, whatever its flag says, and would not fit into the sums. */
const LARGEST = '1e9';
/** Sums are exact decimals: sums of doubles depend on the order of addition. */
const EXACT = 'DECIMAL(16,6)';

const HOUR_OF_READING = 'DATE(observed_at) + INTERVAL HOUR(observed_at) HOUR';

/**
 * Builds the query that computes the rollups of a span: hours from `reading`, days from `reading_hour`. The span must begin
 * and end with an hour or a day. Each row has the station, the start of the hour or day, and the `ROLLUP_COLUMNS`.
 */
export function buildRollupQuery(table: RollupTable, { station, from, to }: StationSpan): Query {
  const parts = table === 'reading_hour' ? PARTS_OF_HOURS : PARTS_OF_DAYS;
  return { sql: `${parts}, ${AGGREGATED}`, parameters: [station, toDateTime(from), toDateTime(to)] };
}

/** Lists the columns for SELECT, DOUBLEs as text, so that they can be compared to the last digit. */
export function selectAsText(): string {
  return ROLLUP_COLUMNS.map((column) =>
    isDouble(column) ? `CAST(${column.name} AS CHAR) AS ${column.name}` : column.name,
  ).join(', ');
}

const PARTS_OF_HOURS = `WITH passed AS (
    SELECT station_id, observed_at, ${QUANTITY_COLUMNS.map((name) => `(${name} IS NOT NULL)`).join(' + ')} AS value_count,
      ${QUANTITY_COLUMNS.map(passedValue).join(',\n      ')}
    FROM reading WHERE station_id = ? AND observed_at >= ? AND observed_at < ?
  ), parts AS (
    SELECT station_id, ${HOUR_OF_READING} AS period_start, 1 AS reading_count, value_count,
      ${QUANTITY_COLUMNS.map((name) => `(${name} IS NOT NULL)`).join(' + ')} AS good_count,
      ${ROLLUP_QUANTITIES.map(readingAsRollup).join(',\n      ')},
      (wind_speed IS NOT NULL AND wind_direction IS NOT NULL) AS wind_vector_count,
      CAST(-wind_speed * SIN(RADIANS(wind_direction)) AS ${EXACT}) AS wind_east_sum,
      CAST(-wind_speed * COS(RADIANS(wind_direction)) AS ${EXACT}) AS wind_north_sum
    FROM passed
  )`;

const PARTS_OF_DAYS = `WITH parts AS (
    SELECT station_id, CAST(DATE(hour_start) AS DATETIME) AS period_start,
      ${ROLLUP_COLUMNS.filter(({ aggregation }) => aggregation.kind !== 'derived')
        .map(({ name }) => name)
        .join(', ')}
    FROM reading_hour WHERE station_id = ? AND hour_start >= ? AND hour_start < ?
  )`;

/**
 * Joins the totals with the parts, to find the times of the extremes. The parts come first, in the order of their key:
 * the other way round, each total would scan all of them.
 */
const AGGREGATED = `totals AS (
    SELECT station_id, period_start, ${ROLLUP_COLUMNS.flatMap(total).join(', ')}
    FROM parts GROUP BY station_id, period_start
  )
  SELECT t.station_id, t.period_start, ${ROLLUP_COLUMNS.map(result).join(',\n    ')}
  FROM parts p STRAIGHT_JOIN totals t ON t.period_start = p.period_start
  GROUP BY t.station_id, t.period_start`;

function passedValue(name: string, index: number): string {
  const shift = flagShift(QUANTITY_NAMES[index] as Quantity);
  const isPassed = `((quality >> ${shift}) & ${FLAG_MASK}) IN (${PASSED_FLAGS})`;
  return `CASE WHEN ${isPassed} AND ${name} BETWEEN -${LARGEST} AND ${LARGEST} THEN ${name} END AS ${name}`;
}

/** A reading as the rollup of itself, so that hours are aggregated from readings as days are from hours. */
function readingAsRollup(name: string): string {
  return `(${name} IS NOT NULL) AS ${name}_count, ${name} AS ${name}_min, observed_at AS ${name}_min_at,
      ${name} AS ${name}_max, observed_at AS ${name}_max_at, CAST(${name} AS ${EXACT}) AS ${name}_sum`;
}

function total({ name, aggregation: { kind } }: RollupColumn): string[] {
  return kind === 'time-of' || kind === 'derived' ? [] : [`${kind.toUpperCase()}(${name}) AS ${name}`];
}

function result({ name, aggregation }: RollupColumn): string {
  switch (aggregation.kind) {
    case 'sum':
    case 'min':
    case 'max':
      return `t.${name}`;
    case 'time-of':
      return `MIN(CASE WHEN p.${aggregation.extreme} = t.${aggregation.extreme} THEN p.${name} END) AS ${name}`;
    case 'derived':
      return `${aggregation.sql} AS ${name}`;
  }
}
