interface Failures {
  count: number;
  /** When they are forgotten. */
  readonly until: number;
}

const MAX_FAILURES = 20;
const REMEMBERED_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Who has failed to log in, so that passwords cannot be tried in great number. Remembers a bounded number of addresses. */
export class FailedLogins {
  /** In the order of their first failure, which is that of their end. */
  readonly #failures = new Map<string, Failures>();

  /** @param now milliseconds of a clock that only goes forward. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether an address has failed so often in a minute that it is only told so. */
  isBlocked(address: string): boolean {
    this.#forget();
    return (this.#failures.get(address)?.count ?? 0) >= MAX_FAILURES;
  }

  add(address: string): void {
    this.#forget();
    const known = this.#failures.get(address);
    if (known !== undefined) known.count += 1;
    else this.#failures.set(address, { count: 1, until: this.now() + REMEMBERED_MS });
  }

  #forget(): void {
    const now = this.now();
    for (const [address, { until }] of this.#failures) {
      if (until > now && this.#failures.size <= MAX_ADDRESSES) return;
      this.#failures.delete(address);
    }
  }
}
