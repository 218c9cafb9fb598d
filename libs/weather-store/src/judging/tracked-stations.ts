import { formatPartition, type PartitionKey, type CommittedOffset } from '../offsets/partition-offset.ts';
import { BoundedCache } from '../rows/bounded-cache.ts';
import type { TrackedStation } from './tracked-station.ts';

interface Kept {
  readonly tracked: TrackedStation;
  readonly tenure: Tenure;
}

/** The time for which one partition is stored without a break; what was learned in an earlier one is not believed. */
export class Tenure {
  constructor(
    readonly position: CommittedOffset,
    readonly epoch: number,
  ) {}
}

/**
 * The stations of the partitions that are being stored, as they are after the last commit. They are believed only by a
 * batch that goes on from exactly the position of that commit: nobody else has stored anything of the partition since, and
 * memory is not ahead of the database; and only while no other partition has taken over one of its stations, which moves the
 * epoch. The stations that were not seen for longest are forgotten.
 */
export class TrackedStations {
  readonly #tenures = new Map<string, { tenure: Tenure; position: CommittedOffset }>();
  readonly #kept: BoundedCache<number, Kept>;

  /** @param bytesOf estimates what a station takes; it does not grow by its readings. */
  constructor(maxBytes: number, bytesOf: (station: TrackedStation) => number) {
    this.#kept = new BoundedCache(maxBytes, (_, { tracked }) => bytesOf(tracked));
  }

  /** How many stations were forgotten for want of room so far. */
  get forgotten(): number {
    return this.#kept.evicted;
  }

  /** Tells which stations the next batch of a partition will find, if it goes on from the last commit. */
  knownIn(key: PartitionKey): (station: number) => boolean {
    const tenure = this.#tenures.get(formatPartition(key))?.tenure;
    return tenure === undefined ? () => false : (station) => this.find(station, tenure) !== undefined;
  }

  /** Begins a batch: until `end`, nothing of the partition is believed by another one. */
  begin(key: PartitionKey, position: CommittedOffset, epoch: number): Tenure {
    const name = formatPartition(key);
    const known = this.#tenures.get(name);
    this.#tenures.delete(name);
    const isUnbroken = known?.position === position && known.tenure.epoch === epoch;
    return isUnbroken ? known.tenure : new Tenure(position, epoch);
  }

  /** Ends a batch that was committed. */
  end(key: PartitionKey, tenure: Tenure, nextOffset: number): void {
    this.#tenures.set(formatPartition(key), { tenure, position: nextOffset });
  }

  find(station: number, tenure: Tenure): TrackedStation | undefined {
    const kept = this.#kept.get(station);
    return kept?.tenure === tenure ? kept.tracked : undefined;
  }

  add(tracked: TrackedStation, tenure: Tenure): void {
    this.#kept.set(tracked.station, { tracked, tenure });
  }
}
