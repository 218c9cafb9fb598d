import { nameOfPartition, type PartitionKey, type Position } from '../positions/partition-position.ts';
import type { TrackedStation } from './tracked-station.ts';

/** Up to twice as many stations are kept, of some 1.5 KB each. */
const STATIONS_KEPT = 10_000;

interface Kept {
  readonly tracked: TrackedStation;
  readonly tenure: Tenure;
}

/** The time for which one partition is stored without a break; what was learned in an earlier one is not believed. */
export class Tenure {
  constructor(
    readonly position: Position,
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
  readonly #tenures = new Map<string, { tenure: Tenure; position: Position }>();
  #recent = new Map<number, Kept>();
  #older = new Map<number, Kept>();

  /** Begins a batch: until `end`, nothing of the partition is believed by another one. */
  begin(key: PartitionKey, position: Position, epoch: number): Tenure {
    const name = nameOfPartition(key);
    const known = this.#tenures.get(name);
    this.#tenures.delete(name);
    const isUnbroken = known?.position === position && known.tenure.epoch === epoch;
    return isUnbroken ? known.tenure : new Tenure(position, epoch);
  }

  /** Ends a batch that was committed. */
  end(key: PartitionKey, tenure: Tenure, nextOffset: number): void {
    this.#tenures.set(nameOfPartition(key), { tenure, position: nextOffset });
  }

  find(station: number, tenure: Tenure): TrackedStation | undefined {
    const kept = this.#recent.get(station) ?? this.#revived(station);
    return kept?.tenure === tenure ? kept.tracked : undefined;
  }

  add(tracked: TrackedStation, tenure: Tenure): void {
    this.#keep(tracked.station, { tracked, tenure });
  }

  #revived(station: number): Kept | undefined {
    const kept = this.#older.get(station);
    if (kept !== undefined) this.#keep(station, kept);
    return kept;
  }

  #keep(station: number, kept: Kept): void {
    if (this.#recent.size >= STATIONS_KEPT) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(station, kept);
  }
}
