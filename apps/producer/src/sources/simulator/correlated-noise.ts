import { asFraction, mix } from './hash.ts';

const { floor } = Math;

/** One scale of a noise: how long it keeps its value, roughly, and its share of the whole. */
export interface Octave {
  readonly periodMs: number;
  readonly weight: number;
}

/**
 * Noise that changes smoothly in time: in each octave a random value at every multiple of its period (value noise),
 * blended with a curve that is flat at both ends. Any instant can be asked for without those before it, and the same
 * salt and instant give the same value.
 * @returns a value between minus and plus the sum of the weights; its mean is 0.
 */
export function correlatedNoise(salt: number, timestamp: number, octaves: readonly Octave[]): number {
  let sum = 0;
  let octaveSalt = salt;
  for (const { periodMs, weight } of octaves) {
    octaveSalt = mix(octaveSalt, periodMs);
    const position = timestamp / periodMs;
    const index = floor(position);
    const before = latticeValue(octaveSalt, index);
    const after = latticeValue(octaveSalt, index + 1);
    sum += weight * (before + (after - before) * smoothStep(position - index));
  }
  return sum;
}

function latticeValue(salt: number, index: number): number {
  return 2 * asFraction(mix(salt, index)) - 1;
}

/** From 0 to 1 with a slope of 0 at both ends. */
export function smoothStep(fraction: number): number {
  return fraction * fraction * (3 - 2 * fraction);
}
