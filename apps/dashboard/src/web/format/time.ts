export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60 * MS_PER_SECOND;
export const MS_PER_HOUR = 60 * MS_PER_MINUTE;
export const MS_PER_DAY = 24 * MS_PER_HOUR;

/** A larger unit is used from two of it on: 90 s, 119 min. */
const MIN_COUNT = 2;
const YEAR_MS = 365 * MS_PER_DAY;
const UNITS = [
  ['d', MS_PER_DAY],
  ['h', MS_PER_HOUR],
  ['min', MS_PER_MINUTE],
] as const;
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** How long ago a time was (both in epoch ms): `just now`, `45 s ago`, `3 d ago`, `13 years ago (21 Jul 2013)`. */
export function formatAgo(at: number, now: number): string {
  const age = Math.max(0, now - at);
  if (age < MS_PER_SECOND) return 'just now';
  if (age >= MIN_COUNT * YEAR_MS) return `${Math.floor(age / YEAR_MS)} years ago (${DATE.format(at)})`;
  const [unit, ms] = UNITS.find(([, unitMs]) => age >= MIN_COUNT * unitMs) ?? ['s', MS_PER_SECOND];
  return `${Math.floor(age / ms)} ${unit} ago`;
}

const LOCAL_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A time, in epoch ms, in the local time zone. */
export function formatLocalTime(timestamp: number): string {
  return LOCAL_TIME.format(timestamp);
}

/** Converts epoch ms to the value of an `<input type="datetime-local">`. */
export function toLocalInput(timestamp: number): string {
  const offsetMs = new Date(timestamp).getTimezoneOffset() * MS_PER_MINUTE;
  return new Date(timestamp - offsetMs).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** Converts such a value to epoch ms; undefined if it is empty. */
export function fromLocalInput(text: string): number | undefined {
  const timestamp = Date.parse(text);
  return Number.isNaN(timestamp) ? undefined : timestamp;
}
