export { decodeFaultLabel, encodeFaultLabel, FAULT_NAMES } from './injected-faults/fault-label.ts';
export type { FaultLabel, FaultName } from './injected-faults/fault-label.ts';
export {
  decodeTruthHeader,
  encodeTruthHeader,
  type TruthHeader,
} from './injected-faults/ground-truth-header.ts';
export { STATION_ID_PATTERN } from './reading/limits.ts';
export { mergeReadings } from './reading/merge-readings.ts';
export { formatNumber } from './reading/format-number.ts';
export { QUANTITIES, QUANTITY_NAMES, type Quantity } from './reading/quantities.ts';
export { formatReading, type Reading } from './reading/reading.ts';
export { convertFromWireUnit, convertToWireUnit, UNITS_BY_QUANTITY, type UnitName } from './reading/units.ts';
export { formatIsoTimestamp } from './time/format-timestamp.ts';
export { memoizeLast, parseIsoTimestamp } from './time/parse-timestamp.ts';
export { parseDuration } from './time/duration.ts';
export { IsTimeZone, LEGACY_TIME_ZONE_SETTING } from './time/is-time-zone.ts';
export { isTimeZone, parseLegacyTimestamp } from './time/local-time.ts';
export { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './time/time-units.ts';
export { decodeReading, decodeRecord, type DecodeOptions } from './wire/decode-reading.ts';
export { encodeReading, LegacyEncodingError, recordKey, type WireFormat } from './wire/encode-reading.ts';
export { legacySensorId } from './wire/legacy-sensor-id.ts';
export { describeMisnamed, KNOWN_FIELDS, type MisnamedField } from './wire/misnamed-fields.ts';
export { REJECTION_REASONS } from './wire/rejection-reasons.ts';
export { DEAD_LETTER_STAGES, DEAD_LETTER_TOPIC, REDRIVE_HEADERS, WEATHER_TOPIC } from './wire/topics.ts';
