import { getFlag, hasPassed } from '@weather/weather-rules';
import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import { decimalText, divide, millionths } from './exact-decimal.ts';

/** A row of `reading`. */
export interface ReadingRow extends Readonly<Record<Quantity, number | null>> {
  readonly station: number;
  readonly observedAt: string;
  readonly quality: number;
}

/** A row of `reading_hour` or `reading_day`: station, start, and its columns with texts for decimals and times. */
export type Rollup = Record<string, string | number | null>;

/** The digits of a timestamp that name its hour or its day. */
export const HOUR = { length: 'YYYY-MM-DD HH'.length, rest: ':00:00' };
export const DAY = { length: 'YYYY-MM-DD'.length, rest: ' 00:00:00' };

const LARGEST = 1e9;
const MILLION = 1e6;
const DIGITS = 6;
const FULL_CIRCLE = 360;

/** Computes the rollups of readings one by one and without the database. */
export function expectRollups(rows: readonly ReadingRow[], period: typeof HOUR): Rollup[] {
  const groups = Map.groupBy(rows, (row) => `${row.station} ${startOf(row, period)}`);
  return [...groups.values()].map((group) => rollup(group, period));
}

function startOf({ observedAt }: ReadingRow, { length, rest }: typeof HOUR): string {
  return observedAt.slice(0, length) + rest;
}

function rollup(group: readonly ReadingRow[], period: typeof HOUR): Rollup {
  const [first] = group;
  if (first === undefined) throw new Error('a group has a reading');
  const count = (has: (row: ReadingRow, name: Quantity) => boolean): number =>
    group.reduce((total, row) => total + QUANTITY_NAMES.filter((name) => has(row, name)).length, 0);
  const values = count((row, name) => row[name] !== null);
  const good = count((row, name) => passed(row, name) !== undefined);
  return {
    station: first.station,
    start: startOf(first, period),
    reading_count: group.length,
    value_count: values,
    good_count: good,
    good_share: ratio(millionths(good), values),
    ...QUANTITY_NAMES.filter((name) => name !== 'windDirection')
      .map((name) => quantityOf(group, name))
      .reduce((all, columns) => ({ ...all, ...columns }), {}),
    ...windVector(group),
  };
}

function passed(row: ReadingRow, name: Quantity): number | undefined {
  const value = row[name];
  if (value === null || Math.abs(value) > LARGEST) return undefined;
  return hasPassed(getFlag(row.quality, name)) ? value : undefined;
}

function quantityOf(group: readonly ReadingRow[], name: Quantity): Rollup {
  const values = group.flatMap((row) => {
    const value = passed(row, name);
    return value === undefined ? [] : [{ value, at: row.observedAt }];
  });
  const prefix = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const chronological = values.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const min = chronological.reduce(
    (best, next) => (next.value < best.value ? next : best),
    chronological[0] ?? NONE,
  );
  const max = chronological.reduce(
    (best, next) => (next.value > best.value ? next : best),
    chronological[0] ?? NONE,
  );
  const sum = values.reduce((total, { value }) => total + millionths(value), 0n);
  return {
    [`${prefix}_count`]: values.length,
    [`${prefix}_min`]: values.length === 0 ? null : min.value,
    [`${prefix}_min_at`]: values.length === 0 ? null : min.at,
    [`${prefix}_max`]: values.length === 0 ? null : max.value,
    [`${prefix}_max_at`]: values.length === 0 ? null : max.at,
    [`${prefix}_sum`]: values.length === 0 ? null : decimalText(sum),
    [`${prefix}_mean`]: ratio(sum, values.length),
  };
}

const NONE = { value: Number.NaN, at: '' };

function ratio(dividend: bigint, divisor: number): string | null {
  return divisor === 0 ? null : decimalText(divide(dividend, BigInt(divisor)));
}

/**
 * Sines and cosines may differ from the database's in the last bit. The unit of a millionth hides that, except for one
 * value in a hundred million.
 */
function windVector(group: readonly ReadingRow[]): Rollup {
  const winds = group.flatMap((row) => {
    const speed = passed(row, 'windSpeed');
    const direction = passed(row, 'windDirection');
    if (speed === undefined || direction === undefined) return [];
    const radians = (direction / FULL_CIRCLE) * 2 * Math.PI;
    return [{ east: -speed * Math.sin(radians), north: -speed * Math.cos(radians) }];
  });
  const east = winds.reduce((total, wind) => total + millionths(wind.east), 0n);
  const north = winds.reduce((total, wind) => total + millionths(wind.north), 0n);
  const none = winds.length === 0;
  return {
    wind_vector_count: winds.length,
    wind_east_sum: none ? null : decimalText(east),
    wind_north_sum: none ? null : decimalText(north),
    wind_vector_speed: none ? null : vectorSpeed(east, north, winds.length),
    wind_vector_direction: none ? null : vectorDirection(east, north),
  };
}

function vectorSpeed(east: bigint, north: bigint, count: number): string {
  return (Math.hypot(Number(east), Number(north)) / MILLION / count).toFixed(DIGITS);
}

function vectorDirection(east: bigint, north: bigint): string | null {
  if (east === 0n && north === 0n) return null;
  const degrees = (Math.atan2(Number(-east), Number(-north)) / Math.PI / 2) * FULL_CIRCLE;
  return ((degrees + FULL_CIRCLE) % FULL_CIRCLE).toFixed(DIGITS);
}
