import type { Latency } from '../candidate.ts';
import { percentile } from '../results/statistics.ts';
import type { OffsetsByPartition } from '../run/drain-candidates.ts';
import { dueMs, indexAt, type OpenLoop } from './open-loop.ts';

const TENTHS = 10;

/** Measures the time from each reading's due time until its commit was observed. */
export class CommitDelays {
  readonly #delays: Float64Array;
  readonly #seen = new Map<number, number>();
  /** The number of readings whose commit was observed. */
  committed = 0;

  /**
   * @param startedAt the start of the loop, on the clock of `record`.
   * @param from the first measured reading; those before it are the warm-up.
   */
  constructor(
    private readonly loop: OpenLoop,
    private readonly startedAt: number,
    readonly from: number,
  ) {
    this.#delays = new Float64Array(loop.count - from);
  }

  /** Records the committed offsets at a time. */
  record(committedOffsets: OffsetsByPartition, at: number): void {
    for (const [partition, nextOffset] of committedOffsets) {
      const seen = this.#seen.get(partition) ?? 0;
      for (let offset = seen; offset < nextOffset; offset++)
        this.#add(indexAt(partition, offset, this.loop), at);
      this.#seen.set(partition, Math.max(seen, nextOffset));
    }
  }

  /** The latency of all measured readings; valid only once all of them are committed. */
  latency(): Latency {
    const sorted = this.#delays.toSorted();
    const at = (share: number): number => Math.round(percentile(sorted, share) * TENTHS) / TENTHS;
    return { p50: at(0.5), p99: at(0.99), max: at(1) };
  }

  #add(index: number, at: number): void {
    this.committed++;
    if (index < this.from) return;
    this.#delays[index - this.from] = at - this.startedAt - dueMs(index, this.loop);
  }
}
