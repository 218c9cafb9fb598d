import type { Reading } from '../reading/reading.ts';
import { instantToTimestamp, UTC } from '../time/local-time.ts';

/** `json`: as in the contract; `legacy`: the older project's four fields. */
export type WireFormat = 'json' | 'legacy';

/** A reading that the older format cannot carry: it has no temperature. */
export class LegacyEncodingError extends Error {
  override readonly name = 'LegacyEncodingError';

  constructor(readonly reading: Readonly<Reading>) {
    const at = new Date(reading.observedAt).toISOString();
    super(`the reading of ${reading.stationId} at ${at} has no temperature, which the older format requires`);
  }
}

/**
 * The value of a reading's record. Nothing is validated: a value beyond its limits is for the consumer to judge.
 * The older format carries station, time, city (null if unknown) and temperature, nothing else.
 * @param legacyTimeZone IANA zone of the older format's timestamps.
 * @throws LegacyEncodingError if the format is `legacy` and the reading has no temperature.
 * @throws RangeError if `observedAt` is no time, or the zone is unknown.
 */
export function encodeReading(reading: Reading, format: WireFormat, legacyTimeZone: string = UTC): Buffer {
  const message = format === 'json' ? messageOf(reading) : legacyMessageOf(reading, legacyTimeZone);
  return Buffer.from(JSON.stringify(message));
}

function messageOf({ stationId, observedAt, city, ...quantities }: Reading): object {
  return { stationId, observedAt: new Date(observedAt).toISOString(), city, ...quantities };
}

function legacyMessageOf(reading: Reading, zone: string): object {
  const { stationId, observedAt, city = null, temperature } = reading;
  if (temperature === undefined) throw new LegacyEncodingError(reading);
  return {
    sensor_id: sensorIdOf(stationId),
    température: temperature,
    city,
    timestamp: instantToTimestamp(observedAt, zone),
  };
}

/** A number where the older project would have written one, and where it reads back as the same id. */
function sensorIdOf(stationId: string): number | string {
  const number = Number(stationId);
  const isNumber = /^\d+$/.test(stationId) && Number.isSafeInteger(number) && String(number) === stationId;
  return isNumber ? number : stationId;
}
