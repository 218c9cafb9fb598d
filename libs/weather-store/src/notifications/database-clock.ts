const MICROSECONDS_PER_MS = 1_000;

/**
 * An SQL expression for the instant some milliseconds from now, by the database's clock: several notifiers agree on it,
 * however wrong their own clocks are.
 */
export function fromNow(ms: number): string {
  return `(NOW(3) + INTERVAL ${microseconds(ms)} MICROSECOND)`;
}

/** An SQL expression for a column's instant and some milliseconds. */
export function after(column: string, ms: number): string {
  return `(${column} + INTERVAL ${microseconds(ms)} MICROSECOND)`;
}

/** @throws RangeError when it is no number, since it becomes a part of a statement. */
function microseconds(ms: number): number {
  if (!Number.isFinite(ms)) throw new RangeError(`${ms} is no number of milliseconds`);
  return Math.round(ms) * MICROSECONDS_PER_MS;
}
