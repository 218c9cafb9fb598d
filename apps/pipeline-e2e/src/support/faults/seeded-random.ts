const PRIME = 16_777_619;
const OFFSET_BASIS = 2_166_136_261;
const GOLDEN_RATIO = 0x9e_37_79_b9;
const FIRST_MIX = 0x85_eb_ca_6b;
const SECOND_MIX = 0xc2_b2_ae_35;
const RANGE = 2 ** 32;

/** A pseudo-random number from 0 (included) to 1 (excluded): a pure function of a seed, a name and a count. */
export function seededFraction(seed: number, name: string, count: number): number {
  let hash = OFFSET_BASIS ^ seed;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), PRIME);
  hash = Math.imul(hash ^ Math.floor(seed / RANGE), PRIME) ^ Math.imul(count + 1, GOLDEN_RATIO);
  return finalizeHash(hash) / RANGE;
}

/** A sequence of random choices that is the same for the same seed and name. */
export class SeededRandom {
  #count = 0;

  /** @param name separates the choices of one case from those of another with the same seed. */
  constructor(
    private readonly seed: number,
    private readonly name: string,
  ) {}

  /** From 0 (included) to 1 (excluded). */
  fraction(): number {
    return seededFraction(this.seed, this.name, this.#count++);
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  /** @throws Error if there is nothing to pick from. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }
}

/** The finalizer of MurmurHash3: every bit of the result depends on every bit of the value. */
function finalizeHash(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), FIRST_MIX);
  hash = Math.imul(hash ^ (hash >>> 13), SECOND_MIX);
  return (hash ^ (hash >>> 16)) >>> 0;
}
