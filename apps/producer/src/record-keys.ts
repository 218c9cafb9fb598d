import type { Logger } from '@weather/service-runtime';
import { recordKey, type Reading, type WireFormat } from '@weather/weather-schema';

/** Bounds the memory; later numbers are not compared. */
const MAX_COMPARED_NUMBERS = 100_000;

/**
 * Creates the keys of records in a format. In the legacy format two stations may have the same number and then are one station
 * for its consumers; a warning names them.
 */
export function recordKeys(format: WireFormat, logger: Logger): (reading: Reading) => string {
  const stations = new Map<string, string>();
  const warned = new Set<string>();
  const compare = (key: string, stationId: string): void => {
    const first = stations.get(key);
    if (first === undefined) {
      if (stations.size < MAX_COMPARED_NUMBERS) stations.set(key, stationId);
    } else if (first !== stationId && !warned.has(key)) {
      warned.add(key);
      logger.warn(`the stations ${first} and ${stationId} have the same number in the legacy format`, {
        sensor_id: key,
      });
    }
  };
  return (reading) => {
    const key = recordKey(reading, format);
    if (format === 'legacy') compare(key, reading.stationId);
    return key;
  };
}
