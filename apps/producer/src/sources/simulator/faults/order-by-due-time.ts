import type { Delivery } from './delivery.ts';

/**
 * Orders deliveries by due time: delayed ones are held back until they are due, after those measured at that time. At most the
 * longest delay is held back at a time, and all of it is yielded at the end.
 * @param deliveries in the order of their measurement.
 */
export function* orderByDueTime(deliveries: Iterable<Delivery>): Generator<Delivery> {
  /** The last one is due next. */
  const held: Delivery[] = [];
  const isDueBefore = (timestamp: number): boolean =>
    (held.at(-1)?.dueAt ?? Number.POSITIVE_INFINITY) < timestamp;
  for (const delivery of deliveries) {
    while (isDueBefore(delivery.madeAt)) yield held.pop() as Delivery;
    if (delivery.dueAt > delivery.madeAt) held.splice(insertionIndex(delivery, held), 0, delivery);
    else yield delivery;
  }
  yield* held.reverse();
}

/** Before those that are due earlier or were inserted earlier. */
function insertionIndex({ dueAt }: Delivery, held: readonly Delivery[]): number {
  let low = 0;
  let high = held.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((held[middle] as Delivery).dueAt > dueAt) low = middle + 1;
    else high = middle;
  }
  return low;
}
