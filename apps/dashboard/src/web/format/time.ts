export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A larger unit is used from two of it on: 90 s, 119 min. */
const MIN_COUNT = 2;
const YEAR_MS = 365 * DAY_MS;
const UNITS = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['min', MINUTE_MS],
] as const;
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** How long ago a time was (both in epoch ms): `just now`, `45 s ago`, `3 d ago`, `13 years ago (21 Jul 2013)`. */
export function formatAgo(at: number, now: number): string {
  const age = Math.max(0, now - at);
  if (age < SECOND_MS) return 'just now';
  if (age >= MIN_COUNT * YEAR_MS) return `${Math.floor(age / YEAR_MS)} years ago (${DATE.format(at)})`;
  const [unit, ms] = UNITS.find(([, unitMs]) => age >= MIN_COUNT * unitMs) ?? ['s', SECOND_MS];
  return `${Math.floor(age / ms)} ${unit} ago`;
}

const LOCAL_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A time, in epoch ms, in the local time zone. */
export function formatLocalTime(timestamp: number): string {
  return LOCAL_TIME.format(timestamp);
}

/** Converts epoch ms to the value of an `<input type="datetime-local">`. */
export function toLocalInput(timestamp: number): string {
  const offsetMs = new Date(timestamp).getTimezoneOffset() * MINUTE_MS;
  return new Date(timestamp - offsetMs).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** Converts such a value to epoch ms; undefined if it is empty. */
export function fromLocalInput(text: string): number | undefined {
  const timestamp = Date.parse(text);
  return Number.isNaN(timestamp) ? undefined : timestamp;
}
