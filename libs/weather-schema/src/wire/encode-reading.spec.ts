import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QUANTITY_NAMES } from '../reading/quantities.ts';
import { timestamps, readings } from '../testing/arbitraries.ts';
import { decodeReading } from './decode-reading.ts';
import { encodeReading, LegacyEncodingError, recordKey, type WireFormat } from './encode-reading.ts';
import { legacySensorId } from './legacy-sensor-id.ts';

const READING = {
  stationId: 'JFK',
  observedAt: Date.parse('2026-01-01T12:00:00Z'),
  city: 'New York',
  temperature: 21.5,
  humidity: 40,
};
const YEAR_2000 = Date.UTC(2000, 0, 1);
const YEAR_2101 = Date.UTC(2101, 0, 1);

describe('encodeReading', () => {
  it('writes the fields of the contract, the time in UTC', () => {
    expect(encodeReading(READING, 'json').toString()).toBe(
      '{"stationId":"JFK","observedAt":"2026-01-01T12:00:00.000Z","city":"New York","temperature":21.5,"humidity":40}',
    );
  });

  it('writes the four fields of the legacy format', () => {
    expect(encodeReading({ ...READING, stationId: '7' }, 'legacy').toString()).toBe(
      '{"sensor_id":7,"température":21.5,"city":"New York","timestamp":"2026-01-01 12:00:00"}',
    );
  });

  it('writes null for the quantities that the reading removes', () => {
    const json = encodeReading({ ...READING, removed: ['pressure'] }, 'json').toString();
    expect(json).toMatch(/,"humidity":40,"pressure":null}$/);
  });

  it('writes the time of the legacy format in the zone that it gets', () => {
    expect(encodeReading(READING, 'legacy', 'Europe/Paris').toString()).toContain('"2026-01-01 13:00:00"');
  });

  it('writes an unknown city as null in the legacy format', () => {
    const { stationId, observedAt, temperature } = READING;
    const reading = { stationId, observedAt, temperature };
    expect(encodeReading(reading, 'legacy').toString()).toContain('"city":null');
  });

  it('writes a number for a station whose id is text, and whole seconds: the older table takes nothing else', () => {
    const record = encodeReading({ ...READING, observedAt: READING.observedAt + 999 }, 'legacy').toString();
    expect(record).toBe(
      `{"sensor_id":${legacySensorId('JFK')},"température":21.5,"city":"New York","timestamp":"2026-01-01 12:00:00"}`,
    );
  });

  it('has the station as the key of the record, in the legacy format as its number', () => {
    expect(recordKey(READING, 'json')).toBe('JFK');
    expect(recordKey(READING, 'legacy')).toBe(String(legacySensorId('JFK')));
    expect(recordKey({ ...READING, stationId: '7' }, 'legacy')).toBe('7');
  });

  it('rejects a reading without a temperature in the legacy format', () => {
    const { stationId, observedAt, humidity } = READING;
    const reading = { stationId, observedAt, humidity };
    expect(() => encodeReading(reading, 'legacy')).toThrow(LegacyEncodingError);
    expect(() => encodeReading(reading, 'legacy')).toThrow(
      'the reading of JFK at 2026-01-01T12:00:00.000Z has no temperature, which the legacy format requires',
    );
  });

  it('does not validate: what is no reading is written for the consumer to reject', () => {
    const record = encodeReading({ ...READING, stationId: 'New York' }, 'json');
    expect(decodeReading(record, { now: YEAR_2101, legacyTimeZone: 'UTC' })).toMatchObject({
      message: 'stationId is "New York", expected 1 to 64 of A-Z a-z 0-9 . _ : -',
    });
  });
});

describe('the JSON of a reading', () => {
  const anything = fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, 21.5));
  const texts = fc.string({ unit: 'binary' });
  const quantities = fc.uniqueArray(fc.tuple(fc.constantFrom(...QUANTITY_NAMES), fc.option(anything)), {
    selector: ([name]) => name,
  });

  it('is that of JSON.stringify for any values, the quantities in the order of the reading', () => {
    fc.assert(
      fc.property(
        texts,
        timestamps,
        fc.option(texts),
        quantities,
        (stationId, observedAt, city, measured) => {
          const known = Object.fromEntries(measured.map(([name, value]) => [name, value ?? undefined]));
          const reading = { ...known, stationId, observedAt, ...(city !== null && { city }) };
          const at = new Date(observedAt).toISOString();
          const message = { stationId, observedAt: at, city: city ?? undefined, ...known };
          expect(encodeReading(reading, 'json')).toEqual(Buffer.from(JSON.stringify(message)));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('cannot be of a time that is none', () => {
    expect(() => encodeReading({ ...READING, observedAt: Number.NaN }, 'json')).toThrow(RangeError);
  });
});

describe('a reading that is encoded and decoded', () => {
  it('is the same in the current format', () => {
    fc.assert(
      fc.property(readings, (reading) => {
        const decoded = decodeReading(encodeReading(reading, 'json'), {
          now: YEAR_2101,
          legacyTimeZone: 'UTC',
        });
        expect(decoded).toStrictEqual({ ok: true, reading });
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the number of the station, the second, city and temperature in the legacy format, in a zone without changes', () => {
    const zones = fc.constantFrom('UTC', 'Asia/Kolkata');
    const recent = readings.filter(({ observedAt }) => observedAt > YEAR_2000);
    fc.assert(
      fc.property(recent, zones, (reading, zone) => {
        const decoded = decodeReading(encodeReading(reading, 'legacy' satisfies WireFormat, zone), {
          now: YEAR_2101,
          legacyTimeZone: zone,
        });
        const { stationId, observedAt, city, temperature } = reading;
        const expected = {
          stationId: String(legacySensorId(stationId)),
          observedAt: Math.floor(observedAt / 1000) * 1000,
          temperature,
          ...(city === undefined ? {} : { city }),
        };
        expect(decoded).toStrictEqual({ ok: true, reading: expected });
      }),
      { numRuns: 300 },
    );
  });
});
