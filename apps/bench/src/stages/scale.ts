/** The amount of work of a run of the bench. */
export interface Scale {
  readonly records: number;
  readonly rounds: number;
  /** Rounds of peers. */
  readonly peerRounds: number;
  /** Readings a second at which the latency is measured. */
  readonly steadyRates: readonly number[];
  readonly steadyRounds: number;
  /** Seconds of each run at a fixed rate, after its warm-up. */
  readonly steadySeconds: number;
  /** Rounds of the growth stages; 0 omits them. */
  readonly growthRounds: number;
  /** Maximum time that a run waits for an idle machine. */
  readonly quietTimeoutSeconds: number;
}

/** The quick form takes a few minutes on two idle cores. */
export const SCALES: Readonly<Record<'quick' | 'full', Scale>> = {
  quick: {
    records: 100_000,
    rounds: 2,
    peerRounds: 1,
    steadyRates: [1_000],
    steadyRounds: 1,
    steadySeconds: 5,
    growthRounds: 0,
    quietTimeoutSeconds: 3,
  },
  full: {
    records: 1_000_000,
    rounds: 5,
    peerRounds: 3,
    steadyRates: [1_000, 10_000],
    steadyRounds: 3,
    steadySeconds: 20,
    growthRounds: 3,
    quietTimeoutSeconds: 60,
  },
};

/** The default of the readings' topic. */
export const PARTITIONS = 4;
