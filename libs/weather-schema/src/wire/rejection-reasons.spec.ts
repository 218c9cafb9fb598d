import { describe, expect, it } from '@jest/globals';
import { decodeReading } from './decode-reading.ts';
import { REJECTION_REASONS } from './rejection-reasons.ts';

const OPTIONS = { now: Date.parse('2026-01-02T00:00:00Z'), legacyTimeZone: 'UTC' };
const MESSAGE = { stationId: 'JFK', observedAt: '2026-01-01T00:00:00Z', temperature: 1 };
const LEGACY = { sensor_id: 1, temperature: 1, timestamp: '2026-01-01 00:00:00' };

function kindOf(value: string | Buffer | null): string {
  const decoded = decodeReading(typeof value === 'string' ? Buffer.from(value) : value, OPTIONS);
  return decoded.ok ? 'accepted' : `${decoded.stage} ${decoded.reason}`;
}

describe('the kind of a rejected record', () => {
  it.each([
    [null, 'decode no-value'],
    ['x'.repeat(65_537), 'decode too-large'],
    [Buffer.from([0xff]), 'decode not-utf-8'],
    ['{', 'decode not-json'],
    ['[]', 'decode not-an-object'],
  ])('names what its bytes are not', (value, kind) => {
    expect(kindOf(value)).toBe(kind);
  });

  it.each([
    [{ ...MESSAGE, stationId: 'a b' }, 'validate stationId'],
    [{ ...MESSAGE, observedAt: 'today' }, 'validate observedAt'],
    [{ ...MESSAGE, observedAt: '2030-01-01T00:00:00Z' }, 'validate observedAt'],
    [{ ...MESSAGE, city: 5 }, 'validate city'],
    [{ ...MESSAGE, windGust: 'strong' }, 'validate windGust'],
    [{ ...MESSAGE, temperature: undefined }, 'validate no-quantity'],
    [{ ...LEGACY, sensor_id: null }, 'validate stationId'],
    [{ ...LEGACY, timestamp: '1850-01-01 00:00:00' }, 'validate observedAt'],
    [{ ...LEGACY, temperature: 'warm' }, 'validate temperature'],
    [{}, 'validate stationId'],
  ])('is the first field that is wrong, by its name in the current format: %j', (fields, kind) => {
    expect(kindOf(JSON.stringify(fields))).toBe(kind);
  });

  it('is one of a list, whatever the field', () => {
    const fields = ['city', 'humidity', 'observedAt', 'precipitation', 'pressure', 'stationId'];
    const kinds = fields.map((field) => kindOf(JSON.stringify({ ...MESSAGE, [field]: {} })));
    expect(kinds).toEqual(fields.map((field) => `validate ${field}`));
    expect(REJECTION_REASONS.validate).toEqual(expect.arrayContaining(fields));
  });
});
