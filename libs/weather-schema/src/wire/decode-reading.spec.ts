import { describe, expect, it } from '@jest/globals';
import { QUANTITY_NAMES } from '../reading/quantities.ts';
import { decodeReading, type DecodeResult } from './decode-reading.ts';

const NOW = Date.parse('2026-01-02T00:00:00Z');
const OPTIONS = { now: NOW, legacyTimeZone: 'UTC' };
const MESSAGE = { stationId: 'JFK', observedAt: '2026-01-01T12:00:00Z', temperature: 21.5 };

function decode(value: string | object): DecodeResult {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return decodeReading(Buffer.from(text), OPTIONS);
}

function reasonFor(value: string | object): string {
  const decoded = decode(value);
  return decoded.ok ? 'accepted' : `${decoded.stage}: ${decoded.message}`;
}

describe('decodeReading, of a valid record', () => {
  it('gives every field, with the time in milliseconds', () => {
    const quantities = { humidity: 40, pressure: 1009.5, windSpeed: 3.6, windGust: 7, windDirection: 240 };
    const record = { ...MESSAGE, city: 'New York', ...quantities, precipitation: 0 };
    expect(decode(record)).toStrictEqual({
      ok: true,
      reading: { ...record, observedAt: Date.parse(MESSAGE.observedAt) },
    });
  });

  it('leaves out what is missing or null, says which quantities are null, and ignores unknown fields', () => {
    expect(
      decode({
        ...MESSAGE,
        temperature: undefined,
        city: null,
        humidity: null,
        pressure: 1000,
        battery: 3.1,
      }),
    ).toStrictEqual({
      ok: true,
      reading: {
        stationId: 'JFK',
        observedAt: Date.parse(MESSAGE.observedAt),
        pressure: 1000,
        removed: ['humidity'],
      },
    });
  });

  it('accepts a record whose quantities are all null: it removes their values', () => {
    expect(decode({ ...MESSAGE, temperature: null })).toStrictEqual({
      ok: true,
      reading: {
        stationId: 'JFK',
        observedAt: Date.parse(MESSAGE.observedAt),
        removed: ['temperature'],
      },
    });
  });

  it('reads each quantity when it is the only one', () => {
    for (const name of QUANTITY_NAMES) {
      expect(decode({ ...MESSAGE, temperature: undefined, [name]: 5 })).toMatchObject({
        ok: true,
        reading: { [name]: 5 },
      });
    }
  });

  it.each(QUANTITY_NAMES)('takes any finite number for a value of %s, however impossible', (name) => {
    for (const value of [468.66, -1, 0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE]) {
      expect(decode({ ...MESSAGE, [name]: value })).toMatchObject({ ok: true, reading: { [name]: value } });
    }
  });

  it('is not misled by __proto__', () => {
    const text = `{"__proto__":{"humidity":5,"city":5},"constructor":7,${JSON.stringify(MESSAGE).slice(1)}`;
    const decoded = decode(text);
    expect(decoded).toStrictEqual(decode(MESSAGE));
    expect(decoded.ok && Object.getPrototypeOf(decoded.reading)).toBe(Object.prototype);
  });

  it('accepts a time up to 24 h in the future', () => {
    expect(reasonFor({ ...MESSAGE, observedAt: '2026-01-03T00:00:00.000Z' })).toBe('accepted');
  });

  it('takes a record with a station id for the current format even if it has a sensor_id', () => {
    expect(decode({ ...MESSAGE, sensor_id: 1 })).toMatchObject({ ok: true, reading: { stationId: 'JFK' } });
  });
});

describe('decodeReading, of what is no JSON object', () => {
  it('rejects a missing value', () => {
    expect(decodeReading(null, OPTIONS)).toEqual({
      ok: false,
      stage: 'decode',
      reason: 'no-value',
      message: 'the record has no value (null)',
    });
  });

  it('rejects a record above the limit unread, with both sizes', () => {
    expect(reasonFor('x'.repeat(1_048_576))).toBe(
      'decode: the record is 1048576 bytes, the limit is 65536 bytes',
    );
  });

  it('reads a record of just the limit', () => {
    const filler = 'x'.repeat(65_536 - JSON.stringify({ ...MESSAGE, filler: '' }).length);
    expect(reasonFor({ ...MESSAGE, filler })).toBe('accepted');
    expect(reasonFor({ ...MESSAGE, filler: `${filler}x` })).toContain('65537 bytes');
  });

  it('rejects invalid UTF-8', () => {
    const value = Buffer.concat([Buffer.from('{"city":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    expect(decodeReading(value, OPTIONS)).toMatchObject({ message: 'the record is not valid UTF-8' });
  });

  it.each([
    ['', 'Unexpected end of JSON input'],
    ['{"temperature": NaN}', "Unexpected token 'N'"],
    ['{"a":1', 'in JSON at position 6'],
    ['hello', "Unexpected token 'h'"],
  ])('rejects %p with what the parser says', (text, message) => {
    const reason = reasonFor(text);
    expect(reason).toMatch(/^decode: the record is not valid JSON: /);
    expect(reason).toContain(message);
  });

  it('bounds what the parser says and keeps it on one line', () => {
    const reason = reasonFor(`\n\n{${'x'.repeat(50_000)}\n`);
    expect(reason.length).toBeLessThan(250);
    expect(reason).not.toContain('\n');
  });

  it.each([
    ['[]', 'an array'],
    ['21.5', 'a number'],
    ['"hot"', 'a string'],
    ['true', 'a boolean'],
    ['null', 'null'],
  ])('rejects %s by its kind', (text, kind) => {
    expect(reasonFor(text)).toBe(`decode: the record is ${kind}, expected a JSON object`);
  });

  it('leaves the stack traces of other errors alone', () => {
    const { stackTraceLimit } = Error;
    expect(reasonFor('{')).toContain('JSON');
    expect(stackTraceLimit).toBeGreaterThan(0);
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });
});

describe('decodeReading, of an invalid reading', () => {
  it.each([
    [{ windSpeed: 'calm' }, 'windSpeed is "calm" (a string), expected a number'],
    [{ temperature: '31.2' }, 'temperature is "31.2" (a string), expected a number'],
    [{ temperature: true }, 'temperature is true (a boolean), expected a number'],
    [{ temperature: [21] }, 'temperature is [21] (an array), expected a number'],
    [{ humidity: { value: 4 } }, 'humidity is {"value":4} (an object), expected a number'],
    [{ stationId: undefined }, 'stationId is missing, expected a string'],
    [{ stationId: null }, 'stationId is null, expected a string'],
    [{ stationId: 7 }, 'stationId is 7 (a number), expected a string'],
    [{ stationId: 'New York' }, 'stationId is "New York", expected 1 to 64 of A-Z a-z 0-9 . _ : -'],
    [{ stationId: '' }, 'stationId is empty, expected 1 to 64 of A-Z a-z 0-9 . _ : -'],
    [{ stationId: 'JFK\n' }, 'stationId is "JFK\\n", expected 1 to 64 of A-Z a-z 0-9 . _ : -'],
    [{ city: 5 }, 'city is 5 (a number), expected a string'],
    [{ city: 'x'.repeat(81) }, `city is "${'x'.repeat(38)}…, the limit is 80 characters`],
    [{ observedAt: undefined }, 'observedAt is missing, expected a string'],
    [{ observedAt: 1767268800 }, 'observedAt is 1767268800 (a number), expected a string'],
    [
      { observedAt: '2026-01-01T12:00:00' },
      'observedAt is "2026-01-01T12:00:00", expected a time with its zone, such as 2026-01-01T12:00:00Z',
    ],
    [
      { observedAt: '1850-06-01T00:00:00Z' },
      'observedAt is "1850-06-01T00:00:00Z", the limit is 1900-01-01T00:00:00Z',
    ],
    [
      { observedAt: '2026-01-03T00:00:00.001Z' },
      'observedAt is "2026-01-03T00:00:00.001Z", the limit is 24 h in the future (now: 2026-01-02T00:00:00.000Z)',
    ],
    [
      { temperature: undefined },
      `every measured quantity is missing, expected at least one of ${QUANTITY_NAMES.join(', ')}`,
    ],
  ])('names the field, the value and the requirement: %j', (change, reason) => {
    expect(reasonFor({ ...MESSAGE, ...change })).toBe(`validate: ${reason}`);
  });

  it.each(QUANTITY_NAMES)('rejects a number too large to be finite as %s', (name) => {
    const record = (number: string): string =>
      `{"stationId":"JFK","observedAt":"2026-01-01T12:00:00Z","${name}":${number}}`;
    const reason = (value: string): string => `validate: ${name} is ${value} (not finite), expected a number`;
    expect(reasonFor(record('1e999'))).toBe(reason('Infinity'));
    expect(reasonFor(record('-1e999'))).toBe(reason('-Infinity'));
  });

  it('counts the characters of a city, not its UTF-16 units', () => {
    expect(reasonFor({ ...MESSAGE, city: '🌦'.repeat(80) })).toBe('accepted');
    expect(reasonFor({ ...MESSAGE, city: '🌦'.repeat(81) })).toContain('the limit is 80 characters');
    expect(reasonFor({ ...MESSAGE, city: 'a\ufe0f'.repeat(80) })).toContain('the limit is 80 characters');
  });

  it('names every fault at once', () => {
    expect(reasonFor({ observedAt: '2027-01-01T00:00:00Z', temperature: true, humidity: '40' })).toBe(
      'validate: stationId is missing, expected a string; ' +
        'temperature is true (a boolean), expected a number; ' +
        'humidity is "40" (a string), expected a number; ' +
        'observedAt is "2027-01-01T00:00:00Z", the limit is 24 h in the future (now: 2026-01-02T00:00:00.000Z)',
    );
  });

  it('has room for a fault in every field, whatever their values', () => {
    const long = '"$value$property\n'.repeat(200);
    const names = ['stationId', 'observedAt', 'city', ...QUANTITY_NAMES];
    const reason = reasonFor(
      Object.fromEntries(names.map((name) => [name, name === 'city' ? [long] : long])),
    );
    for (const name of names) expect(reason).toContain(`${name} is `);
    expect(reason).toMatch(/expected a number$/);
    expect(reason.length).toBeLessThan(1200);
    expect(reason).not.toMatch(/\p{Cc}/u);
  });
});
