/**
 * Cuts what comes, in order, into pieces of at most a size each; an item that is larger has a piece of its own. Takes no
 * more items than the next piece needs.
 */
export function* chunksBySize<T>(
  items: Iterable<T>,
  sizeOf: (item: T) => number,
  maxSize: number,
): Generator<T[], void, undefined> {
  let chunk: T[] = [];
  let filled = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (chunk.length > 0 && filled + size > maxSize) {
      yield chunk;
      chunk = [];
      filled = 0;
    }
    chunk.push(item);
    filled += size;
  }
  if (chunk.length > 0) yield chunk;
}
