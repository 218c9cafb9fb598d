import type { Fault } from './fault.ts';

/** A reading changes places with the next of its station: it is sent right behind that. */
export const outOfOrder: Fault = {
  disturb: (_, { intervalMs }) => ({ delayMs: intervalMs }),
};
