const BYTES_PER_UNIT: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };
const BYTES_PER_MB = 1e6;

/** Counts the bytes and files that Maven has downloaded, from its output. */
export class TransferCount {
  #files = 0;
  #finishedBytes = 0;
  #bytesInFlight = 0;

  get files(): number {
    return this.#files;
  }

  get megabytes(): number {
    return (this.#finishedBytes + this.#bytesInFlight) / BYTES_PER_MB;
  }

  /** @param line `Progress (1): 0.3/149 MB` or `Downloaded from …: … (149 MB at 22 MB/s)`; others are ignored. */
  add(line: string): void {
    const [, amount, unit] =
      /^(?:\[INFO\] )?Downloaded from \S+: \S+ \(([\d.]+) ([kMG]?B) at /.exec(line) ?? [];
    if (amount !== undefined && unit !== undefined) {
      this.#files += 1;
      this.#finishedBytes += bytes(amount, unit);
      this.#bytesInFlight = 0;
    } else if (line.startsWith('Progress (')) {
      this.#bytesInFlight = bytesInFlight(line);
    }
  }
}

/** Sum of the transfers of a line like `Progress (2): 4.1/13 kB | 1.2/6.7 MB`. */
function bytesInFlight(line: string): number {
  const transfers = line.matchAll(/(?:[:|] )([\d.]+)(?:\/[\d.]+)? ([kMG]?B)/g);
  return [...transfers].reduce((sum, [, amount = '', unit = '']) => sum + bytes(amount, unit), 0);
}

function bytes(amount: string, unit: string): number {
  return Number(amount) * (BYTES_PER_UNIT[unit] ?? 0);
}
