import { getHeapStatistics } from 'node:v8';

const BYTES_PER_MEBIBYTE = 1_048_576;
const SMALL_HEAP_MB = 512;

/**
 * The limit of Node's heap, in MiB. In a container it is half of the memory limit plus the young generation; on a machine
 * without a limit it is 2 GiB or more.
 */
export function heapLimitMb(): number {
  return getHeapStatistics().heap_size_limit / BYTES_PER_MEBIBYTE;
}

/** Chooses a default by the heap limit of this process, so that less is in flight when it is small, as with a gigabyte of memory. */
export function chooseByHeap<T>(small: T, large: T, limitMb = heapLimitMb()): T {
  return limitMb < SMALL_HEAP_MB ? small : large;
}
