import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './time-units.ts';

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: MS_PER_SECOND,
  m: MS_PER_MINUTE,
  h: MS_PER_HOUR,
  d: MS_PER_DAY,
};
const DURATION = /^(\d{1,9})(ms|s|m|h|d)$/;

/** The milliseconds of a whole number of a unit, such as `250ms`, `90s`, `10m`, `2h` or `7d`; undefined for anything else. */
export function parseDuration(value: unknown): number | undefined {
  const [, count, unit = ''] = typeof value === 'string' ? (DURATION.exec(value) ?? []) : [];
  const msPerUnit = MS_PER_UNIT[unit];
  return count === undefined || msPerUnit === undefined ? undefined : Number(count) * msPerUnit;
}
