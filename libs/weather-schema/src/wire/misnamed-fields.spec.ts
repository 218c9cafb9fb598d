import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeReading } from './decode-reading.ts';
import { KNOWN_FIELDS, findMisnamedFields } from './misnamed-fields.ts';

const MESSAGE = { stationId: 'JFK', observedAt: '2026-01-01T12:00:00Z', humidity: 40 };
const OPTIONS = { now: Date.parse('2026-01-02T00:00:00Z'), legacyTimeZone: 'UTC' };
const decode = (fields: object): object => decodeReading(Buffer.from(JSON.stringify(fields)), OPTIONS);

describe('fields that are nearly known', () => {
  it.each([
    ['Temperature', 'temperature'],
    ['temprature', 'temperature'],
    ['tempereture', 'temperature'],
    ['temperatures', 'temperature'],
    ['tempreature', 'temperature'],
    ['windspeed', 'windSpeed'],
    ['wind_speed', 'windSpeed'],
    ['WINDGUST', 'windGust'],
    ['City', 'city'],
  ])('are reported for a reading: %s', (name, meant) => {
    expect(decode({ ...MESSAGE, [name]: 35 })).toMatchObject({
      ok: true,
      reading: { humidity: 40 },
      misnamed: [{ name, meant }],
    });
  });

  it.each(['tempf', 'temp', 'battery', '', 'cit_ies', '__proto__', 'x'.repeat(10_000)])(
    'are not those that resemble none: %.20s',
    (name) => {
      const record = JSON.parse(`{${JSON.stringify(name)}:1}`) as object;
      expect(findMisnamedFields({ ...MESSAGE, ...record })).toEqual([]);
    },
  );

  it('are not reported where the field that they resemble is present as well', () => {
    expect(decode({ ...MESSAGE, temperature: 1, Temperature: 2 })).not.toHaveProperty('misnamed');
    expect(decode({ ...MESSAGE, humidity: null, Humidity: 2 })).not.toHaveProperty('misnamed');
  });

  it('are reported once for each field', () => {
    const names = ['temperaturf', 'temperaturg', 'Pressure'];
    const record = Object.fromEntries(names.map((name) => [name, 1]));
    expect(findMisnamedFields(record)).toEqual([
      { name: 'temperaturf', meant: 'temperature' },
      { name: 'Pressure', meant: 'pressure' },
    ]);
  });

  it('are named in the reason of a record that is rejected without them', () => {
    expect(decode({ ...MESSAGE, humidity: undefined, Temperature: 5 })).toMatchObject({
      reason: 'no-quantity',
      message: expect.stringMatching(/unknown field Temperature; did you mean temperature\?$/),
    });
  });

  it('are found wherever one letter of any name is changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KNOWN_FIELDS),
        fc.nat(15),
        fc.constantFrom('', 'q', '_'),
        fc.nat(1),
        (known, place, letter, left) => {
          const name = known.slice(0, place) + letter + known.slice(place + left);
          fc.pre(name !== known);
          expect(findMisnamedFields({ [name]: 1 })).toEqual([{ name, meant: known }]);
        },
      ),
    );
  });
});

describe('an envelope', () => {
  const schema = { type: 'struct', fields: [] };
  it.each<[object, RegExp]>([
    [
      { schema, payload: MESSAGE },
      /^the record is an envelope of Kafka Connect \(schema, payload\): .*stationId is missing/,
    ],
    [{ schema: null, payload: null }, /^the record is an envelope of Kafka Connect/],
    [
      { schema, payload: { op: 'c', before: null, after: MESSAGE } },
      /^the record is a change event of Debezium in an envelope of Kafka Connect/,
    ],
    [
      { op: 'c', before: null, after: MESSAGE, source: {} },
      /^the record is a change event of Debezium \(before/,
    ],
  ])('is named in the reason: %j', (fields, reason) => {
    expect(decode(fields)).toMatchObject({
      stage: 'validate',
      reason: 'envelope',
      message: expect.stringMatching(reason),
    });
  });

  it('is not what only has fields of these names beside a reading', () => {
    expect(decode({ ...MESSAGE, schema: 1, payload: 2, op: 'c', after: {} })).toMatchObject({ ok: true });
  });
});
