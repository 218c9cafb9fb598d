/**
 * The options of Node with which every app is run outside of containers; nx.json repeats them. Why these values:
 * docs/decisions/0016-memory-under-a-limit.md.
 */
export const NODE_OPTIONS: readonly string[] = [
  '--max-semi-space-size=32',
  '--heap-growing-percent=250',
  '--initial-old-space-size=100',
];
