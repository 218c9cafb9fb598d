const MS_PER_UNIT = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LONGEST_DAYS = 7;
const LONGEST_MS = LONGEST_DAYS * MS_PER_UNIT.d;
const DURATION_PATTERN = /^(\d{1,6})([smhd])$/;

/** What `parseDuration` reads, in words. */
export const DURATION_FORM = `a duration such as 90s, 10m or 2h, up to ${LONGEST_DAYS}d`;

/** The ms of a whole number of seconds, minutes, hours or days, `90s` or `2h`, up to a week; undefined if it is none. */
export function parseDuration(value: unknown): number | undefined {
  const [, count, unit] = typeof value === 'string' ? (DURATION_PATTERN.exec(value) ?? []) : [];
  if (count === undefined) return undefined;
  const ms = Number(count) * MS_PER_UNIT[unit as keyof typeof MS_PER_UNIT];
  return ms <= LONGEST_MS ? ms : undefined;
}
