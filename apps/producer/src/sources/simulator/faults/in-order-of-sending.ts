import type { Delivery } from './delivery.ts';

/**
 * Holds back what is sent late until it is due, behind what was made at that very time. Of what is given at most the
 * longest delay is held at a time, and all of it is sent at the end.
 * @param deliveries in the order in which they were made.
 */
export function* inOrderOfSending(deliveries: Iterable<Delivery>): Generator<Delivery> {
  /** The next one due is the last. */
  const held: Delivery[] = [];
  const isDueBefore = (instant: number): boolean =>
    (held.at(-1)?.dueAt ?? Number.POSITIVE_INFINITY) < instant;
  for (const delivery of deliveries) {
    while (isDueBefore(delivery.madeAt)) yield held.pop() as Delivery;
    if (delivery.dueAt > delivery.madeAt) held.splice(placeOf(delivery, held), 0, delivery);
    else yield delivery;
  }
  yield* held.reverse();
}

/** In front of those that are due earlier or were there before. */
function placeOf({ dueAt }: Delivery, held: readonly Delivery[]): number {
  let low = 0;
  let high = held.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((held[middle] as Delivery).dueAt > dueAt) low = middle + 1;
    else high = middle;
  }
  return low;
}
