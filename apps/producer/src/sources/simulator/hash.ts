/** Looked up once: in jest's sandbox each look at a global takes longer than the whole hash. */
const { floor, imul } = Math;

const GOLDEN_RATIO = 0x9e3779b9;
const FIRST_MULTIPLIER = 0x7feb352d;
const SECOND_MULTIPLIER = 0x846ca68b;
const FIRST_SHIFT = 16;
const SECOND_SHIFT = 15;
const UINT32_RANGE = 2 ** 32;

/**
 * Mixes two integers, of which the lower 32 bits count, into 32 bits that look random: `lowbias32` of Chris Wellons'
 * "Prospecting for Hash Functions" over a combination of both. The same input always gives the same output.
 */
export function mix(a: number, b: number): number {
  let bits = imul(a, GOLDEN_RATIO) + b;
  bits ^= bits >>> FIRST_SHIFT;
  bits = imul(bits, FIRST_MULTIPLIER);
  bits ^= bits >>> SECOND_SHIFT;
  bits = imul(bits, SECOND_MULTIPLIER);
  bits ^= bits >>> FIRST_SHIFT;
  return bits >>> 0;
}

/** As `mix`, with an integer of up to 53 bits, such as an instant in milliseconds, as the second. */
export function mixWide(a: number, b: number): number {
  return mix(mix(a, floor(b / UINT32_RANGE)), b);
}

/** Hashes a text. */
export function mixText(a: number, text: string): number {
  let bits = a;
  for (let index = 0; index < text.length; index++) bits = mix(bits, text.charCodeAt(index));
  return bits;
}

/** A hash as a number from 0 to below 1. */
export function asFraction(hash: number): number {
  return hash / UINT32_RANGE;
}
