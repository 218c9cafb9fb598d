import { chunkBySize } from '@weather/service-runtime';

/** The least `max_allowed_packet` that is enough: what is written stays below it, however many rows a batch has. */
export const SMALLEST_PACKET = 1_048_576;

/** So many rows or keys in one statement, at the most. */
const AT_ONCE = 500;

/** Items in groups that fit into a statement each. */
export function* inGroups<T>(items: readonly T[], atOnce: number = AT_ONCE): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += atOnce) yield items.slice(first, first + atOnce);
}

/** Half of it stays for what is escaped in a text; see `SMALLEST_PACKET`. */
const BYTES_AT_ONCE = 262_144;

/** Items of many sizes in groups that fit into a statement each; one that is larger than that is alone. */
export const inGroupsOfBytes = <T>(
  items: readonly T[],
  bytesOf: (item: T) => number,
): Generator<readonly T[]> => chunkBySize(items, bytesOf, BYTES_AT_ONCE, AT_ONCE);
