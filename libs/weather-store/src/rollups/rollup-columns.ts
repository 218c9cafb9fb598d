/** The quantities with a minimum, maximum and mean; a direction has none of these, only the mean of the wind vector. */
export const ROLLUP_QUANTITIES = [
  'temperature',
  'humidity',
  'pressure',
  'wind_speed',
  'wind_gust',
  'precipitation',
] as const;

/** The way a column is computed from the same column of the parts, which are readings or hours. */
type Aggregation =
  | { readonly kind: 'sum' }
  | { readonly kind: 'min' | 'max' }
  /** The time of the part with the extreme value; the earliest of several. */
  | { readonly kind: 'time-of'; readonly extreme: string }
  /** An expression over aggregated columns, prefixed with `t.`. */
  | { readonly kind: 'derived'; readonly sql: string };

export interface RollupColumn {
  readonly name: string;
  readonly aggregation: Aggregation;
}

const sum = (name: string): RollupColumn => ({ name, aggregation: { kind: 'sum' } });
const derived = (name: string, sql: string): RollupColumn => ({
  name,
  aggregation: { kind: 'derived', sql },
});

function quantityColumns(quantity: string): RollupColumn[] {
  const min = `${quantity}_min`;
  const max = `${quantity}_max`;
  return [
    sum(`${quantity}_count`),
    { name: min, aggregation: { kind: 'min' } },
    { name: `${min}_at`, aggregation: { kind: 'time-of', extreme: min } },
    { name: max, aggregation: { kind: 'max' } },
    { name: `${max}_at`, aggregation: { kind: 'time-of', extreme: max } },
    sum(`${quantity}_sum`),
    derived(`${quantity}_mean`, ratio(`t.${quantity}_sum`, `t.${quantity}_count`, 'DECIMAL(16,6)')),
  ];
}

/** The columns of `reading_hour` and `reading_day` after their keys, in the order of the tables. */
export const ROLLUP_COLUMNS: readonly RollupColumn[] = [
  sum('reading_count'),
  sum('value_count'),
  sum('good_count'),
  // MySQL divides integers to four digits, and decimals to four more than they have.
  derived('good_share', ratio('CAST(t.good_count AS DECIMAL(20,6))', 't.value_count', 'DECIMAL(7,6)')),
  ...ROLLUP_QUANTITIES.flatMap(quantityColumns),
  sum('wind_vector_count'),
  sum('wind_east_sum'),
  sum('wind_north_sum'),
  derived('wind_vector_speed', vectorSpeed()),
  derived('wind_vector_direction', vectorDirection()),
];

/** Whether a column is a DOUBLE, which mysql2 reads with an error in the last digit unless it is cast to text. */
export function isDouble({ aggregation }: RollupColumn): boolean {
  return aggregation.kind === 'min' || aggregation.kind === 'max';
}

function ratio(dividend: string, divisor: string, type: string): string {
  return `CAST(ROUND(${dividend} / NULLIF(${divisor}, 0), 6) AS ${type})`;
}

function vectorSpeed(): string {
  const length = 'SQRT(t.wind_east_sum * t.wind_east_sum + t.wind_north_sum * t.wind_north_sum)';
  return ratio(length, 't.wind_vector_count', 'DECIMAL(16,6)');
}

/** The direction the mean wind comes from, clockwise from north; NULL when the vectors cancel out. */
function vectorDirection(): string {
  const isCalm = 't.wind_east_sum = 0 AND t.wind_north_sum = 0';
  const degrees = 'DEGREES(ATAN2(-t.wind_east_sum, -t.wind_north_sum))';
  // Rounded first, so that 359.9999999 becomes 0 and not 360.
  return `CASE WHEN NOT (${isCalm}) THEN CAST(MOD(ROUND(${degrees}, 6) + 360, 360) AS DECIMAL(9,6)) END`;
}
