/** The reading without its wire format: free of Node, for code that runs on any JavaScript engine. */
export { parseDuration } from '../time/duration.ts';
export { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../time/time-units.ts';
export { mergeReadings } from './merge-readings.ts';
export { QUANTITY_NAMES, type Quantity } from './quantities.ts';
export type { Reading } from './reading.ts';
