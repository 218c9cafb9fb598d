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
