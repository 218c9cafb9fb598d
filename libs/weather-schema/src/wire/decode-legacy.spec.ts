import { describe, expect, it } from '@jest/globals';
import { decodeReading, type DecodeResult } from './decode-reading.ts';

const NOW = Date.parse('2026-01-02T00:00:00Z');
const LEGACY = '{"sensor_id": 1, "température": 31.2, "city": "Paris", "timestamp": "2026-01-01 12:00:00"}';

function decode(text: string, legacyTimeZone = 'UTC'): DecodeResult {
  return decodeReading(Buffer.from(text), { now: NOW, legacyTimeZone });
}

function decodeWith(change: Record<string, unknown>): DecodeResult {
  return decode(JSON.stringify({ ...(JSON.parse(LEGACY) as object), ...change }));
}

const READING = {
  stationId: '1',
  observedAt: Date.parse('2026-01-01T12:00:00Z'),
  temperature: 31.2,
  city: 'Paris',
};

describe('decodeReading, of the legacy format', () => {
  it('reads the record of the older project', () => {
    expect(decode(LEGACY)).toStrictEqual({ ok: true, reading: READING });
  });

  it.each([
    ['composed', 'temp\u00e9rature'],
    ['decomposed', 'tempe\u0301rature'],
    ['without an accent', 'temperature'],
    ['escaped', 'temp\\u00e9rature'],
  ])('reads the temperature under its name %s', (_kind, name) => {
    expect(decode(LEGACY.replace('température', name))).toStrictEqual({ ok: true, reading: READING });
  });

  it.each([
    ['a string', 'roof:2', 'roof:2'],
    ['digits in a string', '007', '007'],
    ['zero', 0, '0'],
    ['a negative number', -3, '-3'],
  ])('takes %s as the station id', (_kind, sensor_id, stationId) => {
    expect(decodeWith({ sensor_id })).toMatchObject({ ok: true, reading: { stationId } });
  });

  it('leaves out a city that is missing or null', () => {
    const { stationId, observedAt, temperature } = READING;
    const reading = { stationId, observedAt, temperature };
    expect(decodeWith({ city: null })).toStrictEqual({ ok: true, reading });
    expect(decodeWith({ city: undefined })).toStrictEqual({ ok: true, reading });
  });

  it.each([5000, -1e300])('reads any finite temperature: %p', (température) => {
    expect(decodeWith({ température })).toMatchObject({ ok: true, reading: { temperature: température } });
  });

  it('reads the time in the zone that it gets, unless the timestamp has its own', () => {
    expect(decode(LEGACY, 'Europe/Paris')).toMatchObject({
      reading: { observedAt: Date.parse('2026-01-01T11:00:00Z') },
    });
    expect(decode(LEGACY.replace('12:00:00', '12:00:00+05:30'), 'Europe/Paris')).toMatchObject({
      reading: { observedAt: Date.parse('2026-01-01T06:30:00Z') },
    });
  });

  it.each([
    [{ température: '31.2' }, 'température is "31.2" (a string), expected a number'],
    [{ température: null }, 'température is null, expected a number'],
    [{ température: undefined }, 'température is missing, expected a number'],
    [{ city: 'x'.repeat(81) }, `city is "${'x'.repeat(38)}…, the limit is 80 characters`],
    [
      { timestamp: '01/01/2026 12:00' },
      'timestamp is "01/01/2026 12:00", expected a time such as 2026-01-01 12:00:00',
    ],
    [{ timestamp: 1767268800 }, 'timestamp is 1767268800, expected a time such as 2026-01-01 12:00:00'],
    [
      { timestamp: '1899-12-31 23:59:59' },
      'timestamp is "1899-12-31 23:59:59", the limit is 1900-01-01T00:00:00Z',
    ],
    [
      { timestamp: '2026-02-01 12:00:00' },
      'timestamp is "2026-02-01 12:00:00", the limit is 24 h in the future (now: 2026-01-02T00:00:00.000Z)',
    ],
    [
      { sensor_id: 'roof 2' },
      'sensor_id is "roof 2", expected a number (at most 9007199254740991) or 1 to 64 of A-Z a-z 0-9 . _ : -',
    ],
    [
      { sensor_id: null },
      'sensor_id is null, expected a number (at most 9007199254740991) or 1 to 64 of A-Z a-z 0-9 . _ : -',
    ],
    [
      { sensor_id: 2 ** 53 },
      'sensor_id is 9007199254740992, expected a number (at most 9007199254740991) or 1 to 64 of A-Z a-z 0-9 . _ : -',
    ],
  ])('names the field, the value and the requirement: %j', (change, message) => {
    expect(decodeWith(change)).toMatchObject({ ok: false, stage: 'validate', message });
  });

  it('names every fault at once', () => {
    expect(decode('{"sensor_id": {}, "temperature": 1e999, "timestamp": "1850-01-01 00:00:00"}')).toEqual({
      ok: false,
      stage: 'validate',
      reason: 'stationId',
      message:
        'sensor_id is {}, expected a number (at most 9007199254740991) or 1 to 64 of A-Z a-z 0-9 . _ : -; ' +
        'température is Infinity (not finite), expected a number; ' +
        'timestamp is "1850-01-01 00:00:00", the limit is 1900-01-01T00:00:00Z',
    });
  });

  it('expects the fields of the current format when the format is unclear', () => {
    expect(decode('{"temperature": 20}')).toMatchObject({
      message: 'stationId is missing, expected a string; observedAt is missing, expected a string',
    });
  });
});
