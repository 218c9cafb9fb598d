import type { Fault } from './fault.ts';

const MS_PER_MINUTE = 60_000;

/** The station sends nothing: no power, no network. */
export const gap: Fault = {
  lasts: { minMs: 10 * MS_PER_MINUTE, maxMs: 60 * MS_PER_MINUTE },
  disturb: () => ({ copies: 0 }),
};
