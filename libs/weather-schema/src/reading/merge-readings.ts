import { QUANTITY_NAMES, type Quantity } from './quantities.ts';
import type { Reading } from './reading.ts';

/**
 * Merges a record into what a station observed at the same timestamp: a quantity that the record lacks keeps its value, one that
 * is `null` is removed.
 * @returns `before` itself if no quantity changes.
 */
export function mergeReadings(before: Reading, next: Reading): Reading {
  const { stationId, observedAt, city } = next;
  const merged: Reading = { stationId, observedAt, ...(city !== undefined && { city }) };
  let isChanged = false;
  for (const name of QUANTITY_NAMES) {
    const value = next[name] ?? (next.removed?.includes(name) ? undefined : before[name]);
    if (value !== undefined) merged[name] = value;
    if (value !== before[name]) isChanged = true;
  }
  return isChanged ? merged : before;
}

type Nullable = Readonly<Partial<Record<Quantity, number | null>>>;

const removedByBits = new Map<number, readonly Quantity[]>();

/**
 * Finds the quantities that are `null` in a message. Messages with the same ones share a list, since producers send `null` for the
 * same quantities again and again.
 */
export function findRemoved(message: Nullable): readonly Quantity[] {
  let bits = 0;
  for (const name of QUANTITY_NAMES) bits = (bits << 1) | (message[name] === null ? 1 : 0);
  let removed = removedByBits.get(bits);
  if (removed === undefined) {
    removed = QUANTITY_NAMES.filter((name) => message[name] === null);
    removedByBits.set(bits, removed);
  }
  return removed;
}
