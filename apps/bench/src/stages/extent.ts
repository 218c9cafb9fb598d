/** How much is measured. */
export interface Extent {
  readonly records: number;
  readonly rounds: number;
  /** Seconds of each run at a fixed rate, after its warm-up. */
  readonly steadySeconds: number;
}

export const EXTENTS: Readonly<Record<'quick' | 'full', Extent>> = {
  quick: { records: 200_000, rounds: 3, steadySeconds: 6 },
  full: { records: 1_000_000, rounds: 5, steadySeconds: 20 },
};

/** As the topic of the readings has by default. */
export const PARTITIONS = 4;
