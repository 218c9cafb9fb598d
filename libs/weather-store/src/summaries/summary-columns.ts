/** The quantities with a least, a greatest and a mean; a direction has none of these but the mean of the wind vector. */
export const SUMMARISED = [
  'temperature',
  'humidity',
  'pressure',
  'wind_speed',
  'wind_gust',
  'precipitation',
] as const;

/** How a column follows from the same one of the parts, be they readings or hours. */
export type Fold =
  | { readonly kind: 'sum' }
  | { readonly kind: 'min' | 'max' }
  /** The instant of the part whose extreme is the extreme of all; the earliest of several. */
  | { readonly kind: 'instant-of'; readonly extreme: string }
  /** An expression of folded columns, which stand in it behind `t.`. */
  | { readonly kind: 'derived'; readonly sql: string };

export interface SummaryColumn {
  readonly name: string;
  readonly fold: Fold;
}

const sum = (name: string): SummaryColumn => ({ name, fold: { kind: 'sum' } });
const derived = (name: string, sql: string): SummaryColumn => ({ name, fold: { kind: 'derived', sql } });

function quantityColumns(quantity: string): SummaryColumn[] {
  const least = `${quantity}_min`;
  const greatest = `${quantity}_max`;
  return [
    sum(`${quantity}_count`),
    { name: least, fold: { kind: 'min' } },
    { name: `${least}_at`, fold: { kind: 'instant-of', extreme: least } },
    { name: greatest, fold: { kind: 'max' } },
    { name: `${greatest}_at`, fold: { kind: 'instant-of', extreme: greatest } },
    sum(`${quantity}_sum`),
    derived(`${quantity}_mean`, ratio(`t.${quantity}_sum`, `t.${quantity}_count`, 'DECIMAL(16,6)')),
  ];
}

/** The columns of `reading_hour` and `reading_day` behind their keys, in the order of the tables. */
export const SUMMARY_COLUMNS: readonly SummaryColumn[] = [
  sum('reading_count'),
  sum('value_count'),
  sum('good_count'),
  // MySQL divides whole numbers to four digits, and decimals to four more than they have.
  derived('good_share', ratio('CAST(t.good_count AS DECIMAL(20,6))', 't.value_count', 'DECIMAL(7,6)')),
  ...SUMMARISED.flatMap(quantityColumns),
  sum('wind_vector_count'),
  sum('wind_east_sum'),
  sum('wind_north_sum'),
  derived('wind_vector_speed', vectorSpeed()),
  derived('wind_vector_direction', vectorDirection()),
];

/** Columns that are DOUBLE: mysql2 reads these with an error in the last digit unless they are made a text. */
export function isDouble({ fold }: SummaryColumn): boolean {
  return fold.kind === 'min' || fold.kind === 'max';
}

function ratio(dividend: string, divisor: string, type: string): string {
  return `CAST(ROUND(${dividend} / NULLIF(${divisor}, 0), 6) AS ${type})`;
}

function vectorSpeed(): string {
  const length = 'SQRT(t.wind_east_sum * t.wind_east_sum + t.wind_north_sum * t.wind_north_sum)';
  return ratio(length, 't.wind_vector_count', 'DECIMAL(16,6)');
}

/** Where the mean wind comes from, clockwise from north; none when the sum of the vectors is nothing. */
function vectorDirection(): string {
  const isCalm = 't.wind_east_sum = 0 AND t.wind_north_sum = 0';
  const degrees = 'DEGREES(ATAN2(-t.wind_east_sum, -t.wind_north_sum))';
  // Rounded first: 359.9999999 is 0 and not 360.
  return `CASE WHEN NOT (${isCalm}) THEN CAST(MOD(ROUND(${degrees}, 6) + 360, 360) AS DECIMAL(9,6)) END`;
}
