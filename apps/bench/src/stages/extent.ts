/** How much is measured. */
export interface Extent {
  readonly records: number;
  readonly rounds: number;
  /** Rounds of peers that take long to start, or are slow. */
  readonly peerRounds: number;
  /** Readings a second at which the latency is taken. */
  readonly steadyRates: readonly number[];
  readonly steadyRounds: number;
  /** Seconds of each run at a fixed rate, after its warm-up. */
  readonly steadySeconds: number;
  /** Rounds of how the pipeline grows; 0: not at all. */
  readonly growthRounds: number;
  /** Seconds that a run waits for a quiet machine. */
  readonly patienceSeconds: number;
}

/** Quick: under three minutes on two quiet cores. */
export const EXTENTS: Readonly<Record<'quick' | 'full', Extent>> = {
  quick: {
    records: 100_000,
    rounds: 2,
    peerRounds: 1,
    steadyRates: [1_000],
    steadyRounds: 1,
    steadySeconds: 5,
    growthRounds: 0,
    patienceSeconds: 3,
  },
  full: {
    records: 1_000_000,
    rounds: 5,
    peerRounds: 3,
    steadyRates: [1_000, 10_000],
    steadyRounds: 3,
    steadySeconds: 20,
    growthRounds: 3,
    patienceSeconds: 60,
  },
};

/** As the topic of the readings has by default. */
export const PARTITIONS = 4;
