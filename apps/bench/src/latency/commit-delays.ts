import type { Latency } from '../candidate.ts';
import { percentile } from '../results/statistics.ts';
import type { OffsetsByPartition } from '../run/drain-candidates.ts';
import { dueMs, indexAt, type OpenLoop } from './open-loop.ts';

const MEDIAN = 0.5;
const NINETY_NINTH = 0.99;
const ALL = 1;
const TENTHS = 10;

/** Measures the time from each reading's due time until its commit was observed. */
export class CommitDelays {
  readonly #delays: Float64Array;
  readonly #seen = new Map<number, number>();
  #committed = 0;

  /**
   * @param startedAt the start of the loop, on the clock of `record`.
   * @param from the first measured reading; those before it are the warm-up.
   */
  constructor(
    private readonly loop: OpenLoop,
    private readonly startedAt: number,
    private readonly from: number,
  ) {
    this.#delays = new Float64Array(loop.count - from);
  }

  /** The number of readings whose commit was observed. */
  get committed(): number {
    return this.#committed;
  }

  /** Records the committed offsets at a time. */
  record(committedOffsets: OffsetsByPartition, at: number): void {
    for (const [partition, position] of committedOffsets) {
      const seen = this.#seen.get(partition) ?? 0;
      for (let offset = seen; offset < position; offset++)
        this.#add(indexAt(partition, offset, this.loop), at);
      this.#seen.set(partition, Math.max(seen, position));
    }
  }

  /** The latency of all measured readings; valid only once all of them are committed. */
  latency(): Latency {
    const sorted = this.#delays.toSorted();
    const at = (share: number): number => Math.round(percentile(sorted, share) * TENTHS) / TENTHS;
    return { p50: at(MEDIAN), p99: at(NINETY_NINTH), max: at(ALL) };
  }

  #add(index: number, at: number): void {
    this.#committed++;
    if (index < this.from) return;
    this.#delays[index - this.from] = at - this.startedAt - dueMs(index, this.loop);
  }
}
