export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Under this, a unit is still counted in the smaller one: 90 s, 119 min. */
const LARGEST_COUNT = 2;

/** How long ago something was, in the largest unit of which there are two: `3 s`, `12 min`, `5 h`, `3 d`. */
export function formatAge(ageMs: number): string {
  const age = Math.max(0, ageMs);
  if (age < LARGEST_COUNT * MINUTE_MS) return `${Math.floor(age / SECOND_MS)} s`;
  if (age < LARGEST_COUNT * HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min`;
  if (age < LARGEST_COUNT * DAY_MS) return `${Math.floor(age / HOUR_MS)} h`;
  return `${Math.floor(age / DAY_MS)} d`;
}

const LOCAL_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** An instant, in epoch ms, as the viewer's clock shows it. */
export function formatLocalTime(timestamp: number): string {
  return LOCAL_TIME.format(timestamp);
}

/** A minute of the viewer's clock as the value of an `<input type="datetime-local">`, from epoch ms. */
export function toLocalInput(timestamp: number): string {
  const offsetMs = new Date(timestamp).getTimezoneOffset() * MINUTE_MS;
  return new Date(timestamp - offsetMs).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** The instant, in epoch ms, of such a value; undefined where it is empty. */
export function fromLocalInput(text: string): number | undefined {
  const timestamp = Date.parse(text);
  return Number.isNaN(timestamp) ? undefined : timestamp;
}
