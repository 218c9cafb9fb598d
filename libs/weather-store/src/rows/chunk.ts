import { chunkBySize } from '@weather/service-runtime';

/** The least `max_allowed_packet` that is enough: what is written stays below it, however many rows a batch has. */
export const MIN_PACKET_BYTES = 1_048_576;

/** So many rows or keys in one statement, at the most. */
const ROWS_PER_STATEMENT = 500;

/** Items in groups that fit into a statement each. */
export function* chunk<T>(items: readonly T[], size: number = ROWS_PER_STATEMENT): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += size) yield items.slice(first, first + size);
}

/** Half of it stays for what is escaped in a text; see `MIN_PACKET_BYTES`. */
const BYTES_PER_STATEMENT = 262_144;

/** Items of many sizes in groups that fit into a statement each; one that is larger than that is alone. */
export const chunkByBytes = <T>(items: readonly T[], bytesOf: (item: T) => number): Generator<readonly T[]> =>
  chunkBySize(items, bytesOf, BYTES_PER_STATEMENT, ROWS_PER_STATEMENT);
