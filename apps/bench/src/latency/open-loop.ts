/** Readings that come at a fixed rate, whatever becomes of them: nobody who is slow is waited for. */
export interface OpenLoop {
  /** Readings a second. */
  readonly rate: number;
  readonly count: number;
  readonly partitions: number;
}

/** Readings that are due within it are sent together, when it ends. */
export const TICK_MS = 5;
const MS_PER_SECOND = 1_000;

/** How many readings are due once a number of ticks has passed. */
export function dueAfter(ticks: number, { rate, count }: OpenLoop): number {
  return Math.min(count, Math.round((rate * ticks * TICK_MS) / MS_PER_SECOND));
}

/** When the i-th reading is due, in milliseconds after the start: at the end of its tick. */
export function dueMs(index: number, loop: OpenLoop): number {
  let ticks = Math.max(1, Math.floor((index * MS_PER_SECOND) / loop.rate / TICK_MS));
  while (dueAfter(ticks, loop) <= index) ticks++;
  return ticks * TICK_MS;
}

/** The partition of the i-th reading: one after the other, so that an offset tells which reading it is. */
export function partitionOf(index: number, { partitions }: OpenLoop): number {
  return index % partitions;
}

/** The reading at an offset of a partition of a topic that was empty before. */
export function indexAt(partition: number, offset: number, { partitions }: OpenLoop): number {
  return offset * partitions + partition;
}
