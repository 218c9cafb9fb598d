import { QUANTITY_NAMES, type Reading } from '@weather/weather-schema';

const SEED = 0x811c9dc5;
const MULTIPLIER = 0x01000193;
const ABSENT = 0x9e3779b9;
const ROTATION = 13;
const BITS = 32;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** 32 bits that stand for the quantities of a reading: equal for equal ones, and for others hardly ever. */
export function fingerprintOf(reading: Omit<Reading, 'city'>): number {
  let hash = SEED;
  for (const name of QUANTITY_NAMES) {
    const quantity = reading[name];
    if (quantity === undefined) {
      hash = mixed(hash, ABSENT);
      continue;
    }
    // The tables do not know -0.
    double[0] = quantity === 0 ? 0 : quantity;
    hash = mixed(mixed(hash, words[0] ?? 0), words[1] ?? 0);
  }
  return scrambled(hash);
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
