import type { PartitionAccount } from '@weather/weather-store';
import type { PartitionState, PipelineState } from '../contract/pipeline.ts';
import type { Static } from 'typebox';
import { RateMeter } from './rate-meter.ts';

/** What answers and who looks on at the moment. */
export interface PipelineSurroundings {
  readonly kafka: boolean;
  readonly database: boolean;
  readonly viewers: number;
}

const RATE_WINDOW_MS = 5_000;
const NO_COUNTS: PipelineState['counts'] = {
  read: 0,
  stored: 0,
  repeated: 0,
  replaced: 0,
  deadLettered: 0,
  lost: 0,
};

/** Puts together what the topic and the tables say of the pipeline. */
export class PipelineMonitor {
  /** Where each partition of the topic ends now. */
  ends: ReadonlyMap<number, number> = new Map();
  #accounts: readonly PartitionAccount[] = [];
  #accountedEnds: ReadonlyMap<number, number> = new Map();
  readonly #come = new RateMeter(RATE_WINDOW_MS);
  readonly #stored = new RateMeter(RATE_WINDOW_MS);
  #newestReadingAt: number | undefined;

  /**
   * What the consumer has done of each partition.
   * @param ends where the partitions ended when the tables were asked: what has come since is not behind.
   */
  account(accounts: readonly PartitionAccount[], ends: ReadonlyMap<number, number>): void {
    this.#accounts = accounts;
    this.#accountedEnds = ends;
  }

  /** A reading was observed, in epoch ms. */
  observed(at: number): void {
    this.#newestReadingAt = Math.max(at, this.#newestReadingAt ?? at);
  }

  /** The rates are those of the times at which it is called. */
  stateAt(now: number, surroundings: PipelineSurroundings): PipelineState {
    const accounts = this.#accounts;
    // While the database is away nothing is stored: all that comes is behind.
    const ends = surroundings.database ? this.#accountedEnds : this.ends;
    const counts = accounts.reduce(sumOfCounts, NO_COUNTS);
    if (this.ends.size > 0) this.#come.note(now, sumOf(this.ends.values()));
    if (accounts.length > 0) this.#stored.note(now, counts.stored);
    const partitions = partitionStates(ends, accounts);
    return {
      at: new Date(now).toISOString(),
      readingsPerSecond: this.#come.perSecond,
      storedPerSecond: this.#stored.perSecond,
      partitions,
      lag: sumOf(partitions.map(({ lag }) => lag)),
      newestReadingAt:
        this.#newestReadingAt === undefined ? null : new Date(this.#newestReadingAt).toISOString(),
      counts,
      ...surroundings,
    };
  }
}

function partitionStates(
  ends: ReadonlyMap<number, number>,
  accounts: readonly PartitionAccount[],
): Static<typeof PartitionState>[] {
  const nextOffsets = new Map(accounts.map(({ partition, nextOffset }) => [partition, nextOffset]));
  return [...new Set([...ends.keys(), ...nextOffsets.keys()])]
    .sort((a, b) => a - b)
    .map((partition) => {
      const next = nextOffsets.get(partition) ?? null;
      const end = ends.get(partition) ?? next ?? 0;
      return { partition, end, next, lag: Math.max(0, end - (next ?? 0)) };
    });
}

function sumOfCounts(sum: PipelineState['counts'], account: PartitionAccount): PipelineState['counts'] {
  return {
    read: sum.read + account.read,
    stored: sum.stored + account.stored,
    repeated: sum.repeated + account.repeated,
    replaced: sum.replaced + account.replaced,
    deadLettered: sum.deadLettered + account.deadLettered,
    lost: sum.lost + account.lost,
  };
}

function sumOf(numbers: Iterable<number>): number {
  return [...numbers].reduce((sum, number) => sum + number, 0);
}
