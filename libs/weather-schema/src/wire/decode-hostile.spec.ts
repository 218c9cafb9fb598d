import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QUANTITY_NAMES } from '../reading/quantities.ts';
import { hostileRecords, hostileTexts, nestedTexts, readings, type Fields } from '../testing/arbitraries.ts';
import { decodeReading, decodeRecord, type DecodeResult } from './decode-reading.ts';
import { encodeReading, type WireFormat } from './encode-reading.ts';
import { REJECTION_REASONS } from './rejection-reasons.ts';

const OPTIONS = { now: Date.parse('2026-01-02T00:00:00Z'), legacyTimeZone: 'Europe/Paris' };
const MESSAGE = { stationId: 'JFK', observedAt: '2026-01-01T12:00:00Z', temperature: 21.5 };
const LEGACY = { sensor_id: 1, température: 21.5, timestamp: '2026-01-01 12:00:00' };
const FIELDS = ['stationId', 'observedAt', 'city', ...QUANTITY_NAMES];
const LEGACY_FIELDS = ['sensor_id', 'température', 'temperature', 'city', 'timestamp'];
const LONGEST_REASON = 2_000;
const RUNS = 1_000;

function messages(format: WireFormat): fc.Arbitrary<Fields> {
  return readings.map((reading) => JSON.parse(encodeReading(reading, format).toString()) as Fields);
}

/** That it is a reading, or a rejection with a reason that is short, on one line and written in UTF-8 as it is. */
function expectVerdict(value: Buffer): DecodeResult {
  const decoded = decodeReading(value, OPTIONS);
  if (decoded.ok) return decoded;
  const { stage, reason, message } = decoded;
  expect((REJECTION_REASONS[stage] as readonly string[]).includes(reason) && reason !== 'failed').toBe(true);
  expect(message.length).toBeLessThanOrEqual(LONGEST_REASON);
  expect(/\p{Cc}/u.test(message) || !message.isWellFormed()).toBe(false);
  return decoded;
}

/** A record of which one field holds what a text of JSON says. */
function recordWith(message: object, field: string, text: string): Buffer {
  const others = Object.entries(message).filter(([name]) => name !== field);
  return Buffer.from(
    `{${JSON.stringify(field)}:${text},${JSON.stringify(Object.fromEntries(others)).slice(1)}`,
  );
}

describe('decodeReading, of what nobody sends in good faith', () => {
  it.each([
    ['stationId', MESSAGE],
    ['temperature', MESSAGE],
    ['city', MESSAGE],
    ['observedAt', MESSAGE],
    ['sensor_id', LEGACY],
    ['timestamp', LEGACY],
  ])('rejects %s when it is an array 5,000 deep, by its beginning', (field, message) => {
    const decoded = expectVerdict(recordWith(message, field, '['.repeat(5_000) + ']'.repeat(5_000)));
    expect(decoded).toMatchObject({ ok: false, stage: 'validate' });
    expect(decoded.ok || decoded.message).toContain(`${field} is ${'['.repeat(39)}…`);
  });

  it.each([
    ...FIELDS.map((field): [string, object] => [field, MESSAGE]),
    ...Object.keys(LEGACY).map((field): [string, object] => [field, LEGACY]),
  ])('gives a verdict on any nesting in %s', (field, message) => {
    fc.assert(
      fc.property(nestedTexts, (text) => {
        expect(expectVerdict(recordWith(message, field, text)).ok).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it.each<[WireFormat, readonly string[]]>([
    ['json', FIELDS],
    ['legacy', LEGACY_FIELDS],
  ])('gives a verdict on any fields (%s)', (format, names) => {
    fc.assert(
      fc.property(hostileRecords(messages(format), names), (text) => {
        expectVerdict(Buffer.from(text));
      }),
      { numRuns: RUNS },
    );
  });

  it('gives a verdict on any JSON and on any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    const values = fc.oneof(
      bytes,
      hostileTexts.map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(values, (value) => {
        expectVerdict(value);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives a verdict on a record in which bytes were changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 5 });
    fc.assert(
      fc.property(messages('json'), changes, (message, changed) => {
        const value = Buffer.from(JSON.stringify(message));
        for (const [at, byte] of changed) value[at % value.length] = byte;
        expectVerdict(value);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('decodeRecord', () => {
  it('gives what decodeReading gives', () => {
    const value = Buffer.from(JSON.stringify(MESSAGE));
    expect(decodeRecord({ value }, OPTIONS)).toEqual(decodeReading(value, OPTIONS));
  });

  it('makes an error of its own a rejection, with the error as the reason', () => {
    const value = Buffer.from(JSON.stringify(LEGACY));
    const decoded = decodeRecord({ value }, { ...OPTIONS, legacyTimeZone: `Nowhere\n${'x'.repeat(300)}` });
    expect(decoded).toMatchObject({ ok: false, stage: 'decode', reason: 'failed' });
    expect(decoded.ok || decoded.message).toMatch(
      /^the record could not be decoded: RangeError: the time zone "Nowhere x{100,}…$/,
    );
  });
});
