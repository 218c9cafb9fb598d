import type { Quantity } from '@weather/weather-schema';
import { drawOne } from './draw.ts';
import type { Fault } from './fault.ts';

const MS_PER_HOUR = 3_600_000;
const WHICH = 11;
const QUANTITIES: readonly Quantity[] = ['temperature', 'humidity', 'pressure', 'windSpeed'];

/** One quantity stays as it was in the reading before the fault: ice on the sensor, a logger that hangs. */
export const stuck: Fault = {
  lasts: { minMs: MS_PER_HOUR, maxMs: 3 * MS_PER_HOUR },
  disturb: ({ salt, since }, { instant, intervalMs, measured, measuredAt }) => {
    const quantity = drawOne(
      salt,
      WHICH,
      QUANTITIES.filter((name) => measured[name] !== undefined),
    );
    const readingsSince = Math.floor((instant - since) / intervalMs) + 1;
    const before = measuredAt(instant - readingsSince * intervalMs);
    const value = quantity === undefined ? undefined : before[quantity];
    return { values: quantity === undefined || value === undefined ? {} : { [quantity]: value } };
  },
};
