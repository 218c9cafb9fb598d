import { mix, mixWide } from '../simulator/hash.ts';

const BUCKET_BITS = 18;
const BUCKETS = 2 ** BUCKET_BITS;
const WAYS = 4;
const UINT32_RANGE = 2 ** 32;
/** A double represents a hash of 53 bits exactly. */
const UPPER_BITS = 2 ** 21;

/**
 * A set of readings by station and timestamp in a fixed 8 MB: hashes in buckets of four, whose oldest is replaced. It mistakes a
 * new reading for a known one once in 10^10, and drops some that are more than half a million readings old.
 */
export class SeenReadings {
  readonly #hashes = new Float64Array(BUCKETS * WAYS);

  /**
   * Adds a reading.
   * @param seed a hash of the station
   * @returns whether it was in the set
   */
  add(seed: number, timestamp: number): boolean {
    const lower = mixWide(seed, timestamp);
    const upper = mix(seed, lower ^ timestamp) % UPPER_BITS;
    return this.#addHash(upper * UINT32_RANGE + lower + 1, (lower % BUCKETS) * WAYS);
  }

  #addHash(hash: number, bucket: number): boolean {
    const hashes = this.#hashes;
    for (let way = 0; way < WAYS; way++) if (hashes[bucket + way] === hash) return true;
    hashes.copyWithin(bucket + 1, bucket, bucket + WAYS - 1);
    hashes[bucket] = hash;
    return false;
  }
}
