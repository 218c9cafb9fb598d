const MICROSECONDS_PER_MS = 1_000;

/** An SQL expression for the current time of the database's clock, on which several notifiers agree. */
export const NOW = 'NOW(3)';

/** An SQL expression for a time some milliseconds from now. @throws RangeError when that is not a finite number. */
export function fromNow(ms: number): string {
  return after(NOW, ms);
}

/** An SQL expression for a time some milliseconds after a column. @throws RangeError when that is not a finite number. */
export function after(column: string, ms: number): string {
  if (!Number.isFinite(ms)) throw new RangeError(`${ms} is not a number of milliseconds`);
  return `(${column} + INTERVAL ${Math.round(ms) * MICROSECONDS_PER_MS} MICROSECOND)`;
}
