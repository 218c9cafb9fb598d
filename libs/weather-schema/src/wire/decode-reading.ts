import { EARLIEST_TIMESTAMP, MAX_FUTURE_HOURS, MAX_FUTURE_MS } from '../reading/limits.ts';
import { findRemoved } from '../reading/merge-readings.ts';
import type { Reading } from '../reading/reading.ts';
import { compileChecker, compileIssueFinder } from '../validation/compile-checker.ts';
import {
  formatIssue,
  formatValue,
  isPresent,
  joinIssues,
  ValidationIssue,
} from '../validation/validation-issue.ts';
import { parseIsoTimestamp } from '../time/parse-timestamp.ts';
import { parseLegacyTimestamp } from '../time/local-time.ts';
import { findEnvelope } from './foreign-envelope.ts';
import { LegacyReadingMessage, toLegacyReadingMessage } from './legacy-reading-message.ts';
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
  /** The time of decoding, in epoch ms. */
  now: number;
  /** The IANA time zone of timestamps of the legacy format. */
  legacyTimeZone: string;
}

/** A reading, or why the record was rejected. */
export type DecodeResult = DecodedReading | DecodeError;

interface DecodedReading {
  ok: true;
  reading: Reading;
  /** Ignored fields with names similar to those of missing fields, if there are any. */
  misnamed?: readonly MisnamedField[];
}

/** The rejection of a record: its bytes (`decode`) or its values (`validate`) are invalid. */
interface DecodeError {
  ok: false;
  stage: 'decode' | 'validate';
  /** One of `REJECTION_REASONS` of the stage. */
  reason: string;
  /** Every issue. */
  message: string;
}

const EARLIEST_MS = Date.parse(EARLIEST_TIMESTAMP);

const isReadingMessage = compileChecker(ReadingMessage);
const isLegacyReadingMessage = compileChecker(LegacyReadingMessage);
const findReadingIssues = compileIssueFinder(ReadingMessage);
const findLegacyReadingIssues = compileIssueFinder(LegacyReadingMessage);

/** A record, or the stand-in for an unreadable batch, whose value is the bytes of the whole batch. */
interface ReadRecord {
  readonly value: Buffer | null;
  readonly unreadable?:
    { readonly firstOffset: number; readonly lastOffset: number; readonly reason: string } | undefined;
}

/**
 * As `decodeReading`, but rejects the record when decoding throws, which is a bug of this program: thrown further, the error would
 * stop the consumer at this record, again after each restart.
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
 * Decodes and validates the value of a record in either format, which the field names tell apart. Never throws because of the
 * contents of a record.
 * @throws RangeError if a timestamp of the legacy format needs `legacyTimeZone` and that is not a time zone.
 */
export function decodeReading(value: Buffer | null, options: DecodeOptions): DecodeResult {
  const record = parseRecord(value);
  if (record instanceof ValidationIssue) return undecodable(record);
  return isLegacy(record) ? decodeLegacy(record, options) : decodeMessage(record, options);
}

function undecodable(issue: ValidationIssue): DecodeError {
  return { ok: false, stage: 'decode', reason: issue.subject, message: joinIssues([issue]) };
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
    if (observedAt <= now + MAX_FUTURE_MS) {
      const decoded: DecodedReading = { ok: true, reading: toReading(record, observedAt) };
      return hasOtherFields(record) ? withMisnamed(decoded, record) : decoded;
    }
  }
  const { observedAt } = record as { observedAt?: unknown };
  const isTooFarAhead = typeof observedAt === 'string' && parseIsoTimestamp(observedAt) > now + MAX_FUTURE_MS;
  const issues = findReadingIssues(record);
  if (isTooFarAhead) issues.push(describeFutureTime('observedAt', observedAt, now));
  const envelope = findEnvelope(record);
  if (envelope !== undefined) issues.unshift(envelope);
  for (const field of findMisnamedFields(record))
    issues.push(new ValidationIssue(field.name, describeMisnamed(field)));
  return invalid(issues);
}

function withMisnamed(decoded: DecodedReading, record: object): DecodedReading {
  const misnamed = findMisnamedFields(record);
  return misnamed.length === 0 ? decoded : { ...decoded, misnamed };
}

function decodeLegacy(record: object, { now, legacyTimeZone }: DecodeOptions): DecodeResult {
  const message = toLegacyReadingMessage(record);
  const { timestamp } = message as { timestamp: unknown };
  const observedAt =
    typeof timestamp === 'string' ? parseLegacyTimestamp(timestamp, legacyTimeZone) : Number.NaN;
  const isTooEarly = observedAt < EARLIEST_MS;
  const isTooFarAhead = observedAt > now + MAX_FUTURE_MS;
  if (isLegacyReadingMessage(message) && !isTooEarly && !isTooFarAhead) {
    const { sensor_id, température, city } = message;
    const reading: Reading = { stationId: String(sensor_id), observedAt, temperature: température };
    if (isPresent(city)) reading.city = city;
    return { ok: true, reading };
  }
  const issues = findLegacyReadingIssues(message);
  if (isTooEarly)
    issues.push(formatIssue('timestamp', formatValue(timestamp), `the limit is ${EARLIEST_TIMESTAMP}`));
  if (isTooFarAhead) issues.push(describeFutureTime('timestamp', timestamp, now));
  return invalid(issues);
}

/** Copies field by field: a loop over the names would take six times as long, a tenth of the whole decoding. */
function toReading(message: ReadingMessage, observedAt: number): Reading {
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

function describeFutureTime(field: string, value: unknown, now: number): ValidationIssue {
  const limit = `${MAX_FUTURE_HOURS} h in the future (now: ${new Date(now).toISOString()})`;
  return formatIssue(field, formatValue(value), `the limit is ${limit}`);
}

function invalid(issues: readonly ValidationIssue[]): DecodeError {
  const [first] = issues;
  if (first === undefined) throw new Error('the compiled checker rejects what class-validator accepts');
  return {
    ok: false,
    stage: 'validate',
    reason: toRejectionReason(first.subject),
    message: joinIssues(issues),
  };
}
