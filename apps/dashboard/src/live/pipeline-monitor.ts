import type { PartitionProgress } from '@weather/weather-store';
import type { PartitionState, PipelineState } from '../contract/pipeline.ts';
import type { Static } from 'typebox';

/** What answers and who looks on at the moment. */
export interface LiveStatus {
  readonly kafka: boolean;
  readonly database: boolean;
  readonly subscribers: number;
}

const RATE_WINDOW_MS = 5_000;
const NO_COUNTS: PipelineState['counts'] = {
  read: 0,
  stored: 0,
  duplicates: 0,
  corrections: 0,
  deadLettered: 0,
  expired: 0,
};

/** Puts together what the topic and the tables say of the pipeline. */
export class PipelineMonitor {
  /** Where each partition of the topic ends now. */
  endOffsets: ReadonlyMap<number, number> = new Map();
  #accounts: readonly PartitionProgress[] = [];
  #endOffsetsAtProgress: ReadonlyMap<number, number> = new Map();
  readonly #arrivals = new RateMeter(RATE_WINDOW_MS);
  readonly #stored = new RateMeter(RATE_WINDOW_MS);
  #newestReadingAt: number | undefined;

  /**
   * What the consumer has done of each partition.
   * @param ends where the partitions ended when the tables were asked: what has come since is not behind.
   */
  updateProgress(accounts: readonly PartitionProgress[], endOffsets: ReadonlyMap<number, number>): void {
    this.#accounts = accounts;
    this.#endOffsetsAtProgress = endOffsets;
  }

  /** A reading was observed, in epoch ms. */
  recordObservedAt(at: number): void {
    this.#newestReadingAt = Math.max(at, this.#newestReadingAt ?? at);
  }

  /** The rates are those of the times at which it is called. */
  stateAt(now: number, status: LiveStatus): PipelineState {
    const accounts = this.#accounts;
    // While the database is away nothing is stored: all that comes is behind.
    const endOffsets = status.database ? this.#endOffsetsAtProgress : this.endOffsets;
    const counts = accounts.reduce(addCounts, NO_COUNTS);
    if (this.endOffsets.size > 0) this.#arrivals.record(now, sum(this.endOffsets.values()));
    if (accounts.length > 0) this.#stored.record(now, counts.stored);
    const partitions = partitionStates(endOffsets, accounts);
    return {
      at: new Date(now).toISOString(),
      readingsPerSecond: this.#arrivals.perSecond,
      storedPerSecond: this.#stored.perSecond,
      partitions,
      lag: sum(partitions.map(({ lag }) => lag)),
      newestReadingAt:
        this.#newestReadingAt === undefined ? null : new Date(this.#newestReadingAt).toISOString(),
      counts,
      ...status,
    };
  }
}

function partitionStates(
  endOffsets: ReadonlyMap<number, number>,
  accounts: readonly PartitionProgress[],
): Static<typeof PartitionState>[] {
  const nextOffsets = new Map(accounts.map(({ partition, nextOffset }) => [partition, nextOffset]));
  return [...new Set([...endOffsets.keys(), ...nextOffsets.keys()])]
    .sort((a, b) => a - b)
    .map((partition) => {
      const nextOffset = nextOffsets.get(partition) ?? null;
      const endOffset = endOffsets.get(partition) ?? nextOffset ?? 0;
      return { partition, endOffset, nextOffset, lag: Math.max(0, endOffset - (nextOffset ?? 0)) };
    });
}

function addCounts(sum: PipelineState['counts'], account: PartitionProgress): PipelineState['counts'] {
  return {
    read: sum.read + account.read,
    stored: sum.stored + account.stored,
    duplicates: sum.duplicates + account.repeated,
    corrections: sum.corrections + account.replaced,
    deadLettered: sum.deadLettered + account.deadLettered,
    expired: sum.expired + account.lost,
  };
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((sum, number) => sum + number, 0);
}

const MS_PER_SECOND = 1_000;

/** How fast a count grows, over a window of time that goes along. */
export class RateMeter {
  #samples: { readonly at: number; readonly count: number }[] = [];

  constructor(private readonly windowMs: number) {}

  /** Notes the count at a time, in milliseconds. A count below the one before begins anew: the topic was made anew. */
  record(at: number, count: number): void {
    if (count < (this.#samples.at(-1)?.count ?? 0)) this.#samples = [];
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= this.windowMs), { at, count }];
  }

  /** A second; 0 before there are two counts. */
  get perSecond(): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    return ((last.count - first.count) * MS_PER_SECOND) / (last.at - first.at);
  }
}
