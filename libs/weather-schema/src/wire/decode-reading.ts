import { EARLIEST_TIMESTAMP, MAX_CLOCK_LEAD_HOURS, MAX_CLOCK_LEAD_MS } from '../reading/limits.ts';
import { findRemoved } from '../reading/merge-readings.ts';
import type { Reading } from '../reading/reading.ts';
import { compileChecker, compileIssueFinder } from '../validation/compile-checker.ts';
import { ValidationIssue, formatIssue, joinIssues, formatValue } from '../validation/validation-issue.ts';
import { isPresent } from '../validation/is-present.ts';
import { parseIsoTimestamp } from '../time/parse-timestamp.ts';
import { parseLegacyTimestamp } from '../time/local-time.ts';
import { findEnvelope } from './envelope.ts';
import { LegacyReadingMessage, legacyMessageOf } from './legacy-reading-message.ts';
import {
  describeMisnamed,
  hasOtherFields,
  findMisnamedFields,
  type MisnamedField,
} from './misnamed-fields.ts';
import { decodingFailed, parseRecord } from './parse-record.ts';
import { ReadingMessage } from './reading-message.ts';
import { toRejectionReason, UNREADABLE_BATCH } from './rejection-reasons.ts';

export interface DecodeOptions {
  /** The clock of whoever decodes: milliseconds since the epoch. */
  now: number;
  /** The IANA time zone of the older format's timestamps; `UTC` where nothing else is known. */
  legacyTimeZone: string;
}

/** A reading, or why there is none. */
export type DecodeResult = DecodedReading | DecodeError;

export interface DecodedReading {
  ok: true;
  reading: Reading;
  /** Fields that were ignored, whose names are nearly those of fields that the record lacks; missing where there are none. */
  misnamed?: readonly MisnamedField[];
}

/** Its bytes (`decode`) or its values (`validate`) are wrong. */
export interface DecodeError {
  ok: false;
  stage: 'decode' | 'validate';
  /** One of `REJECTION_REASONS` of the stage. */
  reason: string;
  /** Every fault. */
  message: string;
}

const EARLIEST_MS = Date.parse(EARLIEST_TIMESTAMP);

const isReadingMessage = compileChecker(ReadingMessage);
const isLegacyReadingMessage = compileChecker(LegacyReadingMessage);
const faultsOfReading = compileIssueFinder(ReadingMessage);
const faultsOfLegacyReading = compileIssueFinder(LegacyReadingMessage);

/** A record as it was read, or what stands for a batch that cannot be read: its value are the bytes of all of it. */
interface ReadRecord {
  readonly value: Buffer | null;
  readonly unreadable?:
    { readonly firstOffset: number; readonly lastOffset: number; readonly reason: string } | undefined;
}

/**
 * As `decodeReading`, for whoever reads a topic: an error that is thrown meanwhile is one of this program, and makes this
 * record a rejected one. Let through it would end the reader, again at each start, and stop all records behind it.
 */
export function decodeRecord(record: ReadRecord, options: DecodeOptions): DecodeResult {
  if (record.unreadable !== undefined) return unreadableBatch(record.unreadable);
  try {
    return decodeReading(record.value, options);
  } catch (error) {
    return undecodable(decodingFailed(error));
  }
}

/**
 * Decodes and validates the value of a record in either format; the older one is told apart by its field names. Never
 * throws on what the record holds.
 * @throws RangeError if a timestamp of the older format needs `legacyTimeZone` and that is no time zone.
 */
export function decodeReading(value: Buffer | null, options: DecodeOptions): DecodeResult {
  const record = parseRecord(value);
  if (record instanceof ValidationIssue) return undecodable(record);
  return isLegacy(record) ? decodeLegacy(record, options) : decodeMessage(record, options);
}

function undecodable(fault: ValidationIssue): DecodeError {
  return { ok: false, stage: 'decode', reason: fault.subject, message: joinIssues([fault]) };
}

function unreadableBatch({
  firstOffset,
  lastOffset,
  reason,
}: NonNullable<ReadRecord['unreadable']>): DecodeError {
  const offsets = `offsets ${firstOffset} to ${lastOffset}`;
  return {
    ok: false,
    stage: 'decode',
    reason: UNREADABLE_BATCH,
    message: `the batch of the ${offsets} cannot be read: ${reason}`,
  };
}

function isLegacy(record: { sensor_id?: unknown; stationId?: unknown }): boolean {
  return record.sensor_id !== undefined && record.stationId === undefined;
}

function decodeMessage(record: object, { now }: DecodeOptions): DecodeResult {
  if (isReadingMessage(record)) {
    const observedAt = parseIsoTimestamp(record.observedAt);
    if (observedAt <= now + MAX_CLOCK_LEAD_MS) {
      const decoded: DecodedReading = { ok: true, reading: readingOf(record, observedAt) };
      return hasOtherFields(record) ? withMisnamed(decoded, record) : decoded;
    }
  }
  const { observedAt } = record as { observedAt?: unknown };
  const ahead = typeof observedAt === 'string' && parseIsoTimestamp(observedAt) > now + MAX_CLOCK_LEAD_MS;
  const faults = faultsOfReading(record);
  if (ahead) faults.push(aheadOfClock('observedAt', observedAt, now));
  const envelope = findEnvelope(record);
  if (envelope !== undefined) faults.unshift(envelope);
  for (const field of findMisnamedFields(record))
    faults.push(new ValidationIssue(field.name, describeMisnamed(field)));
  return invalid(faults);
}

function withMisnamed(decoded: DecodedReading, record: object): DecodedReading {
  const misnamed = findMisnamedFields(record);
  return misnamed.length === 0 ? decoded : { ...decoded, misnamed };
}

function decodeLegacy(record: object, { now, legacyTimeZone }: DecodeOptions): DecodeResult {
  const message = legacyMessageOf(record);
  const { timestamp } = message as { timestamp: unknown };
  const observedAt =
    typeof timestamp === 'string' ? parseLegacyTimestamp(timestamp, legacyTimeZone) : Number.NaN;
  const early = observedAt < EARLIEST_MS;
  const ahead = observedAt > now + MAX_CLOCK_LEAD_MS;
  if (isLegacyReadingMessage(message) && !early && !ahead) {
    const { sensor_id, température, city } = message;
    const reading: Reading = { stationId: String(sensor_id), observedAt, temperature: température };
    if (isPresent(city)) reading.city = city;
    return { ok: true, reading };
  }
  const faults = faultsOfLegacyReading(message);
  if (early)
    faults.push(formatIssue('timestamp', formatValue(timestamp), `the limit is ${EARLIEST_TIMESTAMP}`));
  if (ahead) faults.push(aheadOfClock('timestamp', timestamp, now));
  return invalid(faults);
}

/** Field by field: a loop over the names takes six times as long, a tenth of the whole decoding. */
function readingOf(message: ReadingMessage, observedAt: number): Reading {
  const { city, temperature, humidity, pressure, windSpeed, windGust, windDirection, precipitation } =
    message;
  const reading: Reading = { stationId: message.stationId, observedAt };
  if (isPresent(city)) reading.city = city;
  if (isPresent(temperature)) reading.temperature = temperature;
  if (isPresent(humidity)) reading.humidity = humidity;
  if (isPresent(pressure)) reading.pressure = pressure;
  if (isPresent(windSpeed)) reading.windSpeed = windSpeed;
  if (isPresent(windGust)) reading.windGust = windGust;
  if (isPresent(windDirection)) reading.windDirection = windDirection;
  if (isPresent(precipitation)) reading.precipitation = precipitation;
  const hasNull =
    temperature === null ||
    humidity === null ||
    pressure === null ||
    windSpeed === null ||
    windGust === null ||
    windDirection === null ||
    precipitation === null;
  if (hasNull) reading.removed = findRemoved(message);
  return reading;
}

function aheadOfClock(field: string, value: unknown, now: number): ValidationIssue {
  const limit = `${MAX_CLOCK_LEAD_HOURS} h ahead of the clock, which says ${new Date(now).toISOString()}`;
  return formatIssue(field, formatValue(value), `the limit is ${limit}`);
}

function invalid(faults: readonly ValidationIssue[]): DecodeError {
  const [first] = faults;
  if (first === undefined) throw new Error('the compiled checker refuses what class-validator accepts');
  return {
    ok: false,
    stage: 'validate',
    reason: toRejectionReason(first.subject),
    message: joinIssues(faults),
  };
}
