import type { StationState } from '@weather/weather-rules';
import { formatPartition, type CommittedOffset, type PartitionKey } from '../offsets/partition-offset.ts';
import { BoundedCache } from '../rows/bounded-cache.ts';

interface CacheEntry {
  readonly state: StationState;
  readonly epoch: OwnershipEpoch;
}

/** The period in which a partition is stored without a gap; states of an earlier one are not used. */
export interface OwnershipEpoch {
  /** `state_epoch` of the partition's row. */
  readonly number: number;
}

/**
 * The states of the stations of the partitions that are being stored, as of the last commit. They are used only by a batch that
 * continues exactly at the offset of that commit: nobody else has stored anything of the partition since, and the cache is not
 * ahead of the database; and only while no other partition has taken over one of its stations, which increments the epoch. The
 * least recently used states are evicted.
 */
export class StationStateCache {
  readonly #epochs = new Map<string, { epoch: OwnershipEpoch; committedOffset: CommittedOffset }>();
  readonly #entries: BoundedCache<number, CacheEntry>;

  /** @param estimateBytes the size of a state; it does not grow with its readings. */
  constructor(maxBytes: number, estimateBytes: (state: StationState) => number) {
    this.#entries = new BoundedCache(maxBytes, (_, { state }) => estimateBytes(state));
  }

  /** How many states have been evicted so far. */
  get evicted(): number {
    return this.#entries.evicted;
  }

  /** Whether the next batch of a partition will find the state of a station, if it continues at the last commit. */
  cachedFor(key: PartitionKey): (station: number) => boolean {
    const epoch = this.#epochs.get(formatPartition(key))?.epoch;
    return epoch === undefined ? () => false : (station) => this.find(station, epoch) !== undefined;
  }

  /** Begins a batch: until `end`, no other one uses the states of the partition. */
  begin(key: PartitionKey, committedOffset: CommittedOffset, epoch: number): OwnershipEpoch {
    const name = formatPartition(key);
    const last = this.#epochs.get(name);
    this.#epochs.delete(name);
    const isUnbroken = last?.committedOffset === committedOffset && last.epoch.number === epoch;
    return isUnbroken ? last.epoch : { number: epoch };
  }

  /** Ends a batch that was committed. */
  end(key: PartitionKey, epoch: OwnershipEpoch, nextOffset: number): void {
    this.#epochs.set(formatPartition(key), { epoch, committedOffset: nextOffset });
  }

  find(station: number, epoch: OwnershipEpoch): StationState | undefined {
    const entry = this.#entries.get(station);
    return entry?.epoch === epoch ? entry.state : undefined;
  }

  add(state: StationState, epoch: OwnershipEpoch): void {
    this.#entries.set(state.station, { state, epoch });
  }
}
