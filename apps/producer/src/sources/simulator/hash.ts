/** Looked up once: in jest's sandbox each access to a global takes longer than the whole hash. */
const { floor, imul } = Math;

const GOLDEN_RATIO = 0x9e3779b9;
const FIRST_MULTIPLIER = 0x7feb352d;
const SECOND_MULTIPLIER = 0x846ca68b;
const FIRST_SHIFT = 16;
const SECOND_SHIFT = 15;
const UINT32_RANGE = 2 ** 32;

/** Hashes the lower 32 bits of two integers into 32 bits: `lowbias32` of Chris Wellons' "Prospecting for Hash Functions". */
export function mix(a: number, b: number): number {
  let bits = imul(a, GOLDEN_RATIO) + b;
  bits ^= bits >>> FIRST_SHIFT;
  bits = imul(bits, FIRST_MULTIPLIER);
  bits ^= bits >>> SECOND_SHIFT;
  bits = imul(bits, SECOND_MULTIPLIER);
  bits ^= bits >>> FIRST_SHIFT;
  return bits >>> 0;
}

/** Like `mix`, with a second integer of up to 53 bits, such as a timestamp in milliseconds. */
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

/** Draws a number from `min` to below `max`, uniformly distributed; the same salt and channel give the same number. */
export function draw(salt: number, channel: number, min: number, max: number): number {
  return min + (max - min) * asFraction(mix(salt, channel));
}

/** Draws one of the items, each equally likely; undefined if there is none. */
export function drawOne<T>(salt: number, channel: number, items: readonly T[]): T | undefined {
  return items[floor(draw(salt, channel, 0, items.length))];
}

/** Draws 1 or -1. */
export function drawSign(salt: number, channel: number): number {
  return draw(salt, channel, -1, 1) < 0 ? -1 : 1;
}
