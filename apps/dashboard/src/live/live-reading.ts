import { QUANTITY_NAMES, type Reading } from '@weather/weather-schema';
import type { LiveReading } from '../contract/events.ts';

/** A reading as the live events tell it: its quantities in the order of `QUANTITY_NAMES`. */
export function toLiveReading(reading: Reading): LiveReading {
  const { stationId, observedAt } = reading;
  return [stationId, observedAt, ...QUANTITY_NAMES.map((name) => reading[name] ?? null)];
}
