import { QUANTITY_NAMES, type Reading } from '@weather/weather-schema';

const SEED = 0x811c9dc5;
const MULTIPLIER = 0x01000193;
const ROTATION = 13;
const BITS = 32;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** The record says nothing of a quantity. */
export const NOT_SAID = 0;
/** The record takes a quantity away, or the row has none. */
export const NOTHING = 1;
const FIRST_OF_VALUES = 2;

/**
 * What a record says of each quantity, in the order of `QUANTITY_NAMES`: `NOT_SAID`, `NOTHING`, or 32 bits that are equal
 * for equal values and for others hardly ever.
 */
export type Fingerprint = readonly number[];

export function fingerprintOf(reading: Omit<Reading, 'city'>): Fingerprint {
  return QUANTITY_NAMES.map((name) => {
    const value = reading[name];
    if (value !== undefined) return hashOf(value);
    return reading.removed?.includes(name) ? NOTHING : NOT_SAID;
  });
}

function hashOf(value: number): number {
  // The tables do not know -0.
  double[0] = value === 0 ? 0 : value;
  return Math.max(FIRST_OF_VALUES, scrambled(mixed(mixed(SEED, words[0] ?? 0), words[1] ?? 0)));
}

/** 32 bits that stand for a station and an instant, evenly spread. */
export function keyHash(station: number, instant: number): number {
  double[0] = instant;
  return scrambled(mixed(mixed(mixed(SEED, station), words[0] ?? 0), words[1] ?? 0));
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, MULTIPLIER);
  return (product << ROTATION) | (product >>> (BITS - ROTATION));
}

/** The last step of MurmurHash3: each bit of the input changes half of those of the output. */
function scrambled(hash: number): number {
  let result = hash;
  result = Math.imul(result ^ (result >>> 16), 0x85ebca6b);
  result = Math.imul(result ^ (result >>> 13), 0xc2b2ae35);
  return (result ^ (result >>> 16)) >>> 0;
}
