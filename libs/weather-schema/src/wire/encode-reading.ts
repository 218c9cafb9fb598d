import { QUANTITY_NAMES, type Quantity } from '../reading/quantities.ts';
import type { Reading } from '../reading/reading.ts';
import { formatIsoTimestamp } from '../time/format-timestamp.ts';
import { formatLegacyTimestamp, UTC } from '../time/local-time.ts';
import { formatJsonNumber, quoteJson } from './json-text.ts';
import { legacySensorId } from './legacy-sensor-id.ts';

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
 * The value of a reading's record. Nothing is validated: what is no reading is for the consumer to reject.
 * The older format carries station (as a number), time (in whole seconds), city (null if unknown) and temperature, nothing
 * else: what the older project's consumer and its table take.
 * @param legacyTimeZone IANA zone of the older format's timestamps.
 * @throws LegacyEncodingError if the format is `legacy` and the reading has no temperature.
 * @throws RangeError if `observedAt` is no time, or the zone is unknown.
 */
export function encodeReading(reading: Reading, format: WireFormat, legacyTimeZone: string = UTC): Buffer {
  if (format === 'json') return Buffer.from(jsonOf(reading));
  return Buffer.from(JSON.stringify(legacyMessageOf(reading, legacyTimeZone)));
}

/** The key of a reading's record: the id of its station as the record has it. */
export function recordKey({ stationId }: Readonly<Reading>, format: WireFormat): string {
  return format === 'json' ? stationId : String(legacySensorId(stationId));
}

const LABELS: ReadonlyMap<string, string> = new Map(QUANTITY_NAMES.map((name) => [name, `,"${name}":`]));

/**
 * What `JSON.stringify` would write of the message, its quantities in the order in which the reading has them. Put together
 * by hand: 0.9 µs instead of 2 µs for a new object and `JSON.stringify`.
 */
function jsonOf(reading: Reading): string {
  const { stationId, observedAt, city } = reading;
  let json = `{"stationId":${quoteJson(stationId)},"observedAt":"${formatIsoTimestamp(observedAt)}"`;
  if (city !== undefined) json += `,"city":${quoteJson(city)}`;
  for (const name in reading) {
    const label = LABELS.get(name);
    const value = label === undefined ? undefined : reading[name as Quantity];
    if (label !== undefined && value !== undefined) json += label + formatJsonNumber(value);
  }
  for (const name of reading.removed ?? []) json += `,"${name}":null`;
  return `${json}}`;
}

function legacyMessageOf(reading: Reading, zone: string): object {
  const { stationId, observedAt, city = null, temperature } = reading;
  if (temperature === undefined) throw new LegacyEncodingError(reading);
  return {
    sensor_id: legacySensorId(stationId),
    température: temperature,
    city,
    timestamp: formatLegacyTimestamp(observedAt, zone),
  };
}
