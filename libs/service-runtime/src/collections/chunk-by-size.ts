/**
 * Splits items, in order, into chunks of at most a total size and, optionally, a number of items; an item that is larger than a
 * chunk gets a separate one. Takes no more items than the next chunk needs.
 */
export function* chunkBySize<T>(
  items: Iterable<T>,
  sizeOf: (item: T) => number,
  maxSize: number,
  maxItems = Number.POSITIVE_INFINITY,
): Generator<T[], void, undefined> {
  let chunk: T[] = [];
  let filled = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (chunk.length > 0 && (filled + size > maxSize || chunk.length === maxItems)) {
      yield chunk;
      chunk = [];
      filled = 0;
    }
    chunk.push(item);
    filled += size;
  }
  if (chunk.length > 0) yield chunk;
}
