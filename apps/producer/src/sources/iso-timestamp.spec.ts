import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { parseZonedTimestamp } from './iso-timestamp.ts';

describe('parseZonedTimestamp', () => {
  it.each([
    ['2013-01-01T06:00:00Z', '2013-01-01T06:00:00.000Z'],
    ['2013-01-01T06:00Z', '2013-01-01T06:00:00.000Z'],
    ['2013-01-01T06:00:00.125-05:00', '2013-01-01T11:00:00.125Z'],
    ['2013-07-01T00:30:00+0200', '2013-06-30T22:30:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseZonedTimestamp(text)).toISOString()).toBe(iso);
  });

  it.each(['2013-01-01T06:00:00', '2013-01-01', '2013-02-30T00:00:00Z', '01/02/2013 06:00Z', 'now', ''])(
    'rejects "%s"',
    (text) => {
      expect(parseZonedTimestamp(text)).toBeNaN();
    },
  );

  it('reads the same texts as luxon, with the same results', () => {
    const digits = (max: number, length = 2): fc.Arbitrary<string> =>
      fc.nat(max).map((number) => String(number).padStart(length, '0'));
    const dates = fc.tuple(digits(9999, 4), digits(13), digits(32)).map((parts) => parts.join('-'));
    const clocks = fc.tuple(digits(25), digits(61), digits(61)).map((parts) => parts.join(':'));
    const fractions = fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{0,14}$/));
    const offsets = fc.tuple(fc.constantFrom('+', '-'), digits(25), fc.constantFrom(':', ''), digits(61));
    const zones = fc.oneof(
      fc.constantFrom('Z', 'z', '+01', ''),
      offsets.map((parts) => parts.join('')),
    );
    const texts = fc.tuple(dates, fc.constantFrom('T', 't', ' '), clocks, fractions, zones);
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');
        const namesZone = parts[1] !== ' ' && parts[4] !== '';
        expect(parseZonedTimestamp(text)).toBe(namesZone ? DateTime.fromISO(text).toMillis() : Number.NaN);
      }),
      { numRuns: 3_000 },
    );
  });
});
