import { formatNumber } from '../reading/format-number.ts';
import { QUANTITY_NAMES, type Quantity } from '../reading/quantities.ts';
import type { Reading } from '../reading/reading.ts';
import { formatIsoTimestamp } from '../time/format-timestamp.ts';
import { formatLegacyTimestamp, UTC } from '../time/local-time.ts';
import { legacySensorId } from './legacy-sensor-id.ts';

/** `json`: the contract; `legacy`: the four fields of the older project. */
export type WireFormat = 'json' | 'legacy';

/** The error for a reading without a temperature, which the legacy format requires. */
export class LegacyEncodingError extends Error {
  override readonly name = 'LegacyEncodingError';

  constructor(readonly reading: Readonly<Reading>) {
    const at = new Date(reading.observedAt).toISOString();
    super(
      `the reading of ${reading.stationId} at ${at} has no temperature, which the legacy format requires`,
    );
  }
}

/**
 * Encodes the value of a reading's record, without validation. The legacy format has the station (as a number), the time (in whole
 * seconds), the city (null if unknown) and the temperature: what the older project's consumer and table accept.
 * @param legacyTimeZone IANA zone of timestamps of the legacy format.
 * @throws LegacyEncodingError if the format is `legacy` and the reading has no temperature.
 * @throws RangeError if `observedAt` is not a time, or the zone is unknown.
 */
export function encodeReading(reading: Reading, format: WireFormat, legacyTimeZone: string = UTC): Buffer {
  if (format === 'json') return Buffer.from(formatJson(reading));
  return Buffer.from(JSON.stringify(toLegacyMessage(reading, legacyTimeZone)));
}

/** The key of a reading's record: its station id as in the record. */
export function recordKey({ stationId }: Readonly<Reading>, format: WireFormat): string {
  return format === 'json' ? stationId : String(legacySensorId(stationId));
}

const LABELS: ReadonlyMap<string, string> = new Map(QUANTITY_NAMES.map((name) => [name, `,"${name}":`]));

/**
 * Formats the message as `JSON.stringify` would, with the quantities in the order of the reading. Written by hand: 0.9 µs instead
 * of 2 µs with a new object and `JSON.stringify`.
 */
function formatJson(reading: Reading): string {
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

function toLegacyMessage(reading: Reading, zone: string): object {
  const { stationId, observedAt, city = null, temperature } = reading;
  if (temperature === undefined) throw new LegacyEncodingError(reading);
  return {
    sensor_id: legacySensorId(stationId),
    température: temperature,
    city,
    timestamp: formatLegacyTimestamp(observedAt, zone),
  };
}

/** Anything but control characters, quotes, backslashes and halves of surrogate pairs. */
const NEEDS_NO_ESCAPING = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** `JSON.stringify` of a text, in 24 ns instead of 62 where nothing needs escaping. */
export function quoteJson(text: string): string {
  return NEEDS_NO_ESCAPING.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** `JSON.stringify` of a number. */
export function formatJsonNumber(value: number): string {
  return Number.isFinite(value) ? formatNumber(value) : 'null';
}
