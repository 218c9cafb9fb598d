import { MS_PER_SECOND } from '@weather/weather-schema';
import type { PartitionProgress } from '@weather/weather-store/snapshot';
import type { PartitionState, PipelineState } from '../contract/pipeline.ts';

/** The parts of the state that the monitor does not derive. */
type LiveStatus = Pick<PipelineState, 'kafka' | 'database' | 'subscribers'>;

const RATE_WINDOW_MS = 5_000;
const NO_COUNTS: PipelineState['counts'] = {
  read: 0,
  stored: 0,
  duplicates: 0,
  corrections: 0,
  deadLettered: 0,
  expired: 0,
};

/** Derives the state of the pipeline from the end offsets of the topic and the stored progress of the consumer. */
export class PipelineMonitor {
  /** The current end offset of each partition. */
  endOffsets: ReadonlyMap<number, number> = new Map();
  #progress: readonly PartitionProgress[] = [];
  #endOffsetsAtProgress: ReadonlyMap<number, number> = new Map();
  readonly #arrivals = new RateMeter(RATE_WINDOW_MS);
  readonly #stored = new RateMeter(RATE_WINDOW_MS);
  #newestReadingAt: number | undefined;

  /** Replaces the progress, with the end offsets at the time of the query: later records do not count as lag. */
  updateProgress(progress: readonly PartitionProgress[], endOffsets: ReadonlyMap<number, number>): void {
    this.#progress = progress;
    this.#endOffsetsAtProgress = endOffsets;
  }

  /** @param at the event time of a reading, in epoch ms. */
  recordObservedAt(at: number): void {
    this.#newestReadingAt = Math.max(at, this.#newestReadingAt ?? at);
  }

  /** The rates are measured between calls. */
  stateAt(now: number, status: LiveStatus): PipelineState {
    const progress = this.#progress;
    // While the database is unreachable nothing is stored, and every new record adds to the lag.
    const endOffsets = status.database ? this.#endOffsetsAtProgress : this.endOffsets;
    const counts = progress.reduce(addCounts, NO_COUNTS);
    if (this.endOffsets.size > 0) this.#arrivals.record(now, sum(this.endOffsets.values()));
    if (progress.length > 0) this.#stored.record(now, counts.stored);
    const partitions = partitionStates(endOffsets, progress);
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
  progress: readonly PartitionProgress[],
): PartitionState[] {
  const nextOffsets = new Map(progress.map(({ partition, nextOffset }) => [partition, nextOffset]));
  return [...new Set([...endOffsets.keys(), ...nextOffsets.keys()])]
    .sort((a, b) => a - b)
    .map((partition) => {
      const nextOffset = nextOffsets.get(partition) ?? null;
      const endOffset = endOffsets.get(partition) ?? nextOffset ?? 0;
      return { partition, endOffset, nextOffset, lag: Math.max(0, endOffset - (nextOffset ?? 0)) };
    });
}

function addCounts(total: PipelineState['counts'], partition: PartitionProgress): PipelineState['counts'] {
  return {
    read: total.read + partition.read,
    stored: total.stored + partition.stored,
    duplicates: total.duplicates + partition.duplicates,
    corrections: total.corrections + partition.corrections,
    deadLettered: total.deadLettered + partition.deadLettered,
    expired: total.expired + partition.expired,
  };
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}

/** The rate of a growing count over a sliding window. */
export class RateMeter {
  #samples: { readonly at: number; readonly count: number }[] = [];

  constructor(private readonly windowMs: number) {}

  /** Adds a sample; `at` in milliseconds. A decreasing count restarts the window: the topic was recreated. */
  record(at: number, count: number): void {
    if (count < (this.#samples.at(-1)?.count ?? 0)) this.#samples = [];
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= this.windowMs), { at, count }];
  }

  /** 0 until there are two samples. */
  get perSecond(): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    return ((last.count - first.count) * MS_PER_SECOND) / (last.at - first.at);
  }
}
