import { QUANTITY_NAMES, type Reading } from '@weather/weather-schema';

const SEED = 0x811c9dc5;
const MULTIPLIER = 0x01000193;
const ROTATION = 13;
const BITS = 32;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** The record does not mention a quantity. */
export const NOT_MENTIONED = 0;
/** The record removes a quantity, or the row has none. */
export const NO_VALUE = 1;
const FIRST_VALUE = 2;

/**
 * The content of a record for each quantity, in the order of `QUANTITY_NAMES`: `NOT_MENTIONED`, `NO_VALUE`, or a hash of 32
 * bits of the value.
 */
export type Fingerprint = readonly number[];

export function createFingerprint(reading: Omit<Reading, 'city'>): Fingerprint {
  return QUANTITY_NAMES.map((name) => {
    const value = reading[name];
    if (value !== undefined) return hashValue(value);
    return reading.removed?.includes(name) ? NO_VALUE : NOT_MENTIONED;
  });
}

function hashValue(value: number): number {
  // The tables do not store -0.
  double[0] = value === 0 ? 0 : value;
  return Math.max(FIRST_VALUE, scramble(mix(mix(SEED, words[0] ?? 0), words[1] ?? 0)));
}

/** Hashes a station and a time to 32 evenly distributed bits. */
export function hashKey(station: number, observedAt: number): number {
  double[0] = observedAt;
  return scramble(mix(mix(mix(SEED, station), words[0] ?? 0), words[1] ?? 0));
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, MULTIPLIER);
  return (product << ROTATION) | (product >>> (BITS - ROTATION));
}

/** The last step of MurmurHash3: each bit of the input changes half of the bits of the output. */
function scramble(hash: number): number {
  let result = hash;
  result = Math.imul(result ^ (result >>> 16), 0x85ebca6b);
  result = Math.imul(result ^ (result >>> 13), 0xc2b2ae35);
  return (result ^ (result >>> 16)) >>> 0;
}
