import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { timestamps } from '../testing/arbitraries.ts';
import { formatLegacyTimestamp, isTimeZone, parseLegacyTimestamp } from './local-time.ts';

const ZONES = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const TEN_MINUTES_MS = 600_000;
const zones = fc.constantFrom(...ZONES);

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

describe('parseLegacyTimestamp', () => {
  it.each([
    ['2026-01-01 12:00:00', 'UTC', '2026-01-01T12:00:00.000Z'],
    ['2026-01-01 12:00:00', 'Europe/Paris', '2026-01-01T11:00:00.000Z'],
    ['2026-07-01 12:00:00.5', 'Europe/Paris', '2026-07-01T10:00:00.500Z'],
    ['2026-07-01T12:00:00Z', 'Europe/Paris', '2026-07-01T12:00:00.000Z'],
    ['2026-07-01 12:00:00+05:30', 'Europe/Paris', '2026-07-01T06:30:00.000Z'],
  ])('reads %s in %s', (text, zone, expected) => {
    expect(iso(parseLegacyTimestamp(text, zone))).toBe(expected);
  });

  it('takes the first occurrence of an hour that comes twice', () => {
    expect(iso(parseLegacyTimestamp('2026-10-25 02:30:00', 'Europe/Paris'))).toBe('2026-10-25T00:30:00.000Z');
  });

  it('takes an hour that never comes with the offset before the gap', () => {
    expect(iso(parseLegacyTimestamp('2026-03-29 02:30:00', 'Europe/Paris'))).toBe('2026-03-29T01:30:00.000Z');
  });

  it('is not a number for what is no timestamp', () => {
    expect(parseLegacyTimestamp('yesterday', 'Europe/Paris')).toBeNaN();
  });

  it('names a zone that does not exist', () => {
    expect(() => parseLegacyTimestamp('2026-01-01 12:00:00', 'Mars/Olympus')).toThrow(
      'the time zone "Mars/Olympus" is not in the IANA database; use a name such as Europe/Paris',
    );
  });
});

describe('formatLegacyTimestamp', () => {
  it.each([
    ['2026-01-01T12:00:00.000Z', 'UTC', '2026-01-01 12:00:00'],
    ['2026-01-01T12:00:00.250Z', 'UTC', '2026-01-01 12:00:00'],
    ['1969-12-31T23:59:59.999Z', 'UTC', '1969-12-31 23:59:59'],
    ['2026-01-01T12:00:00.000Z', 'Europe/Paris', '2026-01-01 13:00:00'],
    ['2026-10-25T00:30:00.000Z', 'Europe/Paris', '2026-10-25 02:30:00'],
    ['2026-10-25T01:30:00.000Z', 'Europe/Paris', '2026-10-25 02:30:00'],
  ])('writes %s in %s', (instant, zone, expected) => {
    expect(formatLegacyTimestamp(Date.parse(instant), zone)).toBe(expected);
  });

  // DATETIME takes neither a zone nor, in a column of whole seconds, milliseconds: what a plain timestamp cannot tell is lost.
  it('is read back as the same second, in every zone, or as the first occurrence of a wall clock that comes twice', () => {
    fc.assert(
      fc.property(timestamps, zones, (instant, zone) => {
        const text = formatLegacyTimestamp(instant, zone);
        expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        const read = parseLegacyTimestamp(text, zone);
        expect(formatLegacyTimestamp(read, zone)).toBe(text);
        if (read !== Math.floor(instant / 1000) * 1000) expect(read).toBeLessThan(instant);
      }),
      { numRuns: 500 },
    );
  });

  it('names a zone that does not exist', () => {
    expect(() => formatLegacyTimestamp(0, 'Mars/Olympus')).toThrow('the time zone "Mars/Olympus" is not in');
  });
});

describe('through the hours around a change of the offset', () => {
  it.each([
    ['Europe/Paris', '2026-03-28T20:00:00Z', 0],
    ['Europe/Paris', '2026-10-24T20:00:00Z', 6],
    ['America/St_Johns', '2026-03-08T00:00:00Z', 0],
    ['America/St_Johns', '2026-11-01T00:00:00Z', 6],
    ['Australia/Lord_Howe', '2026-10-03T10:00:00Z', 0],
    ['Australia/Lord_Howe', '2026-04-04T10:00:00Z', 3],
  ])('%s from %s agrees with luxon', (zone, start, repeatedTimes) => {
    const steps = Array.from({ length: 96 }, (_, step) => Date.parse(start) + step * TEN_MINUTES_MS);
    const locals = steps.map((at) => DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd HH:mm:ss'));
    const isFirst = locals.map((local, index) => locals.indexOf(local) === index);

    expect(locals.map((local) => parseLegacyTimestamp(local, zone))).toEqual(
      locals.map((local) => steps[locals.indexOf(local)]),
    );
    expect(steps.map((at) => formatLegacyTimestamp(at, zone))).toEqual(locals);
    expect(isFirst.filter((first) => !first)).toHaveLength(repeatedTimes);
  });
});

describe('isTimeZone', () => {
  it.each(ZONES)('accepts %s', (zone) => {
    expect(isTimeZone(zone)).toBe(true);
  });

  it.each(['', 'Paris', 'Mars/Olympus', 'UTC+25', 'local'])('rejects "%s"', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
