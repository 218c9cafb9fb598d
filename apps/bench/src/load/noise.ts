const INDEX_MULTIPLIER = 0x9e3779b1;
const SALT_MULTIPLIER = 0x85ebca6b;
const FIRST_MIX = 0x21f0aaad;
const SECOND_MIX = 0x735a2d97;
const RANGE = 0x1_0000_0000;

/** A number in [0, 1), always the same for the same index and salt. */
export function noise(index: number, salt: number): number {
  let x = (index * INDEX_MULTIPLIER + salt * SALT_MULTIPLIER) | 0;
  x = Math.imul(x ^ (x >>> 16), FIRST_MIX);
  x = Math.imul(x ^ (x >>> 15), SECOND_MIX);
  return ((x ^ (x >>> 15)) >>> 0) / RANGE;
}
