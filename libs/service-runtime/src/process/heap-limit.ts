import { getHeapStatistics } from 'node:v8';

const BYTES_PER_MEBIBYTE = 1_048_576;
const SMALL_HEAP_MB = 512;

/**
 * The most that Node's heap may take, in MiB. In a container it follows from the limit of memory: half of it, and the young
 * objects; on a machine without one it is 2 GiB or more.
 */
export function heapLimitMb(): number {
  return getHeapStatistics().heap_size_limit / BYTES_PER_MEBIBYTE;
}

/** A default for the heap of this process: where it is small, as under a gigabyte of memory, less is held in hand. */
export function chooseByHeap<T>(small: T, large: T, limitMb = heapLimitMb()): T {
  return limitMb < SMALL_HEAP_MB ? small : large;
}
