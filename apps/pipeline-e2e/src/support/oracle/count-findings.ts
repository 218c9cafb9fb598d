import type { Findings } from './compare.ts';

/** Compares counts alone, for cases in which a wrong count is the only possible discrepancy. */
export function compareCounts(expected: number, actual: number): Findings {
  const text = `${actual} readings, expected ${expected}`;
  return {
    lost: actual < expected ? [text] : [],
    doubled: actual > expected ? [text] : [],
    wrong: [],
    repeatedDeadLetters: 0,
  };
}
