import type { Findings } from './compare.ts';

/** What a count says alone, where each reading can be there once at the most or the sum tells of doubles. */
export function countFindings(due: number, actual: number): Findings {
  const text = `${actual} readings, due are ${due}`;
  return {
    lost: actual < due ? [text] : [],
    doubled: actual > due ? [text] : [],
    wrong: [],
    repeatedDeadLetters: 0,
  };
}
