import { chunkBySize } from '@weather/service-runtime';

/** The smallest sufficient `max_allowed_packet`: statements stay below it, however many rows a batch has. */
export const MIN_PACKET_BYTES = 1_048_576;

/** The maximum number of rows or keys in one statement. */
const ROWS_PER_STATEMENT = 500;

/** Splits items into groups that fit into one statement each. */
export function* chunk<T>(items: readonly T[], size: number = ROWS_PER_STATEMENT): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += size) yield items.slice(first, first + size);
}

/** A quarter of `MIN_PACKET_BYTES`, since escaping makes texts longer. */
const BYTES_PER_STATEMENT = 262_144;

/** Splits items of many sizes into groups that fit into one statement each; a larger item is alone in its group. */
export const chunkByBytes = <T>(items: readonly T[], bytesOf: (item: T) => number): Generator<readonly T[]> =>
  chunkBySize(items, bytesOf, BYTES_PER_STATEMENT, ROWS_PER_STATEMENT);
