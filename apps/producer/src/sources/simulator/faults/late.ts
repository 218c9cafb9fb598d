import { draw } from './draw.ts';
import type { Fault } from './fault.ts';

const MS_PER_MINUTE = 60_000;
const AMOUNT = 12;
const LEAST_MS = MS_PER_MINUTE;

/** The longest that a reading is held back. */
export const LONGEST_DELAY_MS = 50 * MS_PER_MINUTE;

/** A reading comes long after it was made, with its own time: it lay in a buffer while the network was away. */
export const late: Fault = {
  disturb: ({ salt }) => ({ delayMs: Math.round(draw(salt, AMOUNT, LEAST_MS, LONGEST_DELAY_MS)) }),
};
