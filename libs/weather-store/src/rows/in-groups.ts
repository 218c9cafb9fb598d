/** So many rows or keys in one statement, at the most. */
const AT_ONCE = 500;

/** Items in groups that fit into a statement each. */
export function* inGroups<T>(items: readonly T[], atOnce: number = AT_ONCE): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += atOnce) yield items.slice(first, first + atOnce);
}
