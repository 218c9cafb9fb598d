import type { Latency } from '../contender.ts';
import { percentile } from '../results/statistics.ts';
import type { Positions } from '../run/storing.ts';
import { dueMs, indexAt, type OpenLoop } from './open-loop.ts';

const MEDIAN = 0.5;
const NINETY_NINTH = 0.99;
const ALL = 1;
const TENTHS = 10;

/** From each reading's due moment to the moment when its commit was seen. */
export class CommitDelays {
  readonly #delays: Float64Array;
  readonly #seen = new Map<number, number>();
  #committed = 0;

  /**
   * @param startedAt when the loop started, on the clock of `note`.
   * @param from the first reading that is measured: those before it warm everybody up.
   */
  constructor(
    private readonly loop: OpenLoop,
    private readonly startedAt: number,
    private readonly from: number,
  ) {
    this.#delays = new Float64Array(loop.count - from);
  }

  /** Readings whose commit was seen. */
  get committed(): number {
    return this.#committed;
  }

  /** Takes note of what is committed at an instant. */
  note(positions: Positions, at: number): void {
    for (const [partition, position] of positions) {
      const seen = this.#seen.get(partition) ?? 0;
      for (let offset = seen; offset < position; offset++)
        this.#add(indexAt(partition, offset, this.loop), at);
      this.#seen.set(partition, Math.max(seen, position));
    }
  }

  /** Of all that are measured; one that was never committed has waited for nothing, so ask only at the end. */
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
