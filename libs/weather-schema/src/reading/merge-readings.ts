import { QUANTITY_NAMES, type Quantity } from './quantities.ts';
import type { Reading } from './reading.ts';

/**
 * What a station observed at a timestamp after one more record of it: a quantity that the record does not have stays, one
 * that is `null` in it is taken away.
 * @returns `before` itself where the record changes none.
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

const known = new Map<number, readonly Quantity[]>();

/**
 * The quantities that are `null` in a message. Messages with the same ones share a list: a producer that sends `null` sends
 * it for the same quantities again and again.
 */
export function findRemoved(message: Nullable): readonly Quantity[] {
  let bits = 0;
  for (const name of QUANTITY_NAMES) bits = (bits << 1) | (message[name] === null ? 1 : 0);
  let removed = known.get(bits);
  if (removed === undefined) {
    removed = QUANTITY_NAMES.filter((name) => message[name] === null);
    known.set(bits, removed);
  }
  return removed;
}
