import { draw, drawSign } from './draw.ts';
import type { Fault } from './fault.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;
const AMOUNT = 12;
const SIDE = 13;
const LEAST_MS = 2 * MS_PER_MINUTE;
const MOST_MS = 6 * MS_PER_HOUR;

/** The station's clock is wrong by the same time, to either side, until it is set. */
export const clockSkew: Fault = {
  lasts: { minMs: MS_PER_HOUR, maxMs: 6 * MS_PER_HOUR },
  disturb: ({ salt }) => ({
    shiftMs: drawSign(salt, SIDE) * Math.round(draw(salt, AMOUNT, LEAST_MS, MOST_MS)),
  }),
};
