import { drawError, drawRange, offBy, type ErrorRange } from './error-range.ts';
import type { Fault } from './fault.ts';

const RANGES: readonly ErrorRange[] = [
  { quantity: 'temperature', min: 15, max: 30 },
  { quantity: 'humidity', min: 30, max: 60 },
  { quantity: 'pressure', min: 20, max: 60 },
  { quantity: 'windSpeed', min: 20, max: 40, isOnlyUpwards: true },
];

/** One value of one reading is far off: a bad contact, a disturbed transmission. */
export const spike: Fault = {
  disturb: ({ salt }, { measured }) => {
    const range = drawRange(salt, RANGES, measured);
    return { values: range === undefined ? {} : offBy(drawError(salt, range), range.quantity, measured) };
  },
};
