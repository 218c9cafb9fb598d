import { drawError, drawRange, offBy, type ErrorRange } from './error-range.ts';
import type { Fault } from './fault.ts';

const MS_PER_HOUR = 3_600_000;
/** How far off it is at its end. */
const RANGES: readonly ErrorRange[] = [
  { quantity: 'temperature', min: 3, max: 8 },
  { quantity: 'humidity', min: 10, max: 30 },
  { quantity: 'pressure', min: 3, max: 10 },
];

/** The error of one quantity grows evenly over hours, until someone puts the sensor right. */
export const drift: Fault = {
  lasts: { minMs: 4 * MS_PER_HOUR, maxMs: 12 * MS_PER_HOUR },
  disturb: ({ salt, since, until }, { instant, measured }) => {
    const range = drawRange(salt, RANGES, measured);
    if (range === undefined) return { values: {} };
    const grown = (instant - since) / (until - since);
    return { values: offBy(grown * drawError(salt, range), range.quantity, measured) };
  },
};
