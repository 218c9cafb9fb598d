/** Readings at a fixed rate that does not depend on how fast they are processed. */
export interface OpenLoop {
  /** Readings a second. */
  readonly rate: number;
  readonly count: number;
  readonly partitions: number;
}

/** Readings that are due within a tick are sent together at its end. */
export const TICK_MS = 5;
/** Not imported from a lib: Node runs `sender.ts`, which needs this file, from its sources. */
const MS_PER_SECOND = 1_000;

/** The number of readings that are due after a number of ticks. */
export function dueAfter(ticks: number, { rate, count }: OpenLoop): number {
  return Math.min(count, Math.round((rate * ticks * TICK_MS) / MS_PER_SECOND));
}

/** The due time of the i-th reading in milliseconds after the start: the end of its tick. */
export function dueMs(index: number, loop: OpenLoop): number {
  let ticks = Math.max(1, Math.floor((index * MS_PER_SECOND) / loop.rate / TICK_MS));
  while (dueAfter(ticks, loop) <= index) ticks++;
  return ticks * TICK_MS;
}

/** The partition of the i-th reading: round robin, so that an offset identifies the reading. */
export function partitionAt(index: number, { partitions }: OpenLoop): number {
  return index % partitions;
}

/** The reading at an offset of a partition of a topic that was empty before. */
export function indexAt(partition: number, offset: number, { partitions }: OpenLoop): number {
  return offset * partitions + partition;
}
