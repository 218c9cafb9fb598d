/** Cuts a list, in order, into pieces of at most a size each; an item that is larger has a piece of its own. */
export function chunksBySize<T>(items: readonly T[], sizeOf: (item: T) => number, maxSize: number): T[][] {
  const chunks: T[][] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const size = sizeOf(item);
    if (filled + size > maxSize) {
      chunks.push([]);
      filled = 0;
    }
    chunks.at(-1)?.push(item);
    filled += size;
  }
  return chunks;
}
