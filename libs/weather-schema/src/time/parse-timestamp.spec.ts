import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timestamps } from '../testing/arbitraries.ts';
import { namesZone, parseIsoTimestamp, parseTimestamp } from './parse-timestamp.ts';
import { MS_PER_MINUTE } from './time-units.ts';

const MAX_OFFSET_MINUTES = 1439;

function offsetText(minutes: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
}

describe('parseIsoTimestamp', () => {
  it('reads what Date writes, in any offset', () => {
    const offsets = fc.integer({ min: -MAX_OFFSET_MINUTES, max: MAX_OFFSET_MINUTES });
    fc.assert(
      fc.property(timestamps, offsets, (instant, minutes) => {
        const local = new Date(instant + minutes * MS_PER_MINUTE).toISOString().slice(0, -1);
        const asUtc = parseIsoTimestamp(`${local}Z`);
        return (
          asUtc === instant + minutes * MS_PER_MINUTE &&
          parseIsoTimestamp(local + offsetText(minutes)) === instant
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('never reads what Date.parse reads otherwise, for any text near an instant', () => {
    const characters = fc.constantFrom(...Array.from('0123456789-:.TZ+ tz/'));
    const edits = fc.tuple(
      fc.nat({ max: 30 }),
      fc.nat({ max: 2 }),
      fc.string({ unit: characters, maxLength: 2 }),
    );
    fc.assert(
      fc.property(timestamps, edits, (instant, [at, removed, inserted]) => {
        const text = new Date(instant).toISOString();
        const edited = text.slice(0, at) + inserted + text.slice(at + removed);
        const parsed = parseIsoTimestamp(edited);
        return Number.isNaN(parsed) || parsed === Date.parse(edited);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['2026-01-01T12:00Z', '2026-01-01T12:00:00.000Z'],
    ['2026-01-01T12:00:01.5Z', '2026-01-01T12:00:01.500Z'],
    ['2026-01-01T12:00:01.9999999Z', '2026-01-01T12:00:01.999Z'],
    ['2026-01-01T12:00:01.001000001+05:30', '2026-01-01T06:30:01.001Z'],
    ['2024-02-29T00:00:00-00:00', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T23:59:59Z', '2000-02-29T23:59:59.000Z'],
    ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(new Date(parseIsoTimestamp(text)).toISOString()).toBe(expected);
  });

  it('takes the years before 100 for what they are', () => {
    expect(parseIsoTimestamp('0026-01-01T00:00:00Z')).toBe(Date.parse('0026-01-01T00:00:00Z'));
  });

  it.each([
    '',
    'Z',
    'now',
    '2026',
    '2026-01-01',
    '2026-01-01Z',
    '2026-01-01T12Z',
    '2026-01-01T12:00:00',
    '2026-01-01 12:00:00Z',
    '2026-01-01t12:00:00Z',
    '2026-01-01T12:00:00z',
    ' 2026-01-01T12:00:00Z',
    '2026-01-01T12:00:00Z ',
    '2026-01-01T12:00:00.Z',
    '2026-01-01T12:00:00,5Z',
    '2026-01-01T12:00:00.5aZ',
    '2026-01-01T12:00:0Z',
    '2026-1-1T12:00:00Z',
    '2026/01/01T12:00:00Z',
    '2026-00-01T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-01-00T12:00:00Z',
    '2026-01-32T12:00:00Z',
    '2026-04-31T12:00:00Z',
    '2026-02-29T12:00:00Z',
    '1900-02-29T12:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T12:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-01-01T12:00:00+0100',
    '2026-01-01T12:00:00+01',
    '2026-01-01T12:00:00+24:00',
    '2026-01-01T12:00:00+01:60',
    '2026-01-01T12:00:00ZZ',
    '+002026-01-01T12:00:00Z',
    '٢٠٢٦-٠١-٠١T١٢:٠٠:٠٠Z',
  ])('rejects "%s"', (text) => {
    expect(parseIsoTimestamp(text)).toBeNaN();
  });

  it('does not confuse one text with the one before', () => {
    const texts = ['2026-01-01T12:00:00Z', 'x', '2026-01-01T12:00:01Z', '2026-01-01T12:00:00Z', ''];
    expect(texts.map((text) => parseIsoTimestamp(text))).toEqual(texts.map((text) => Date.parse(text)));
  });
});

describe('parseTimestamp', () => {
  it.each([
    ['2026-01-01 12:00:00', '2026-01-01T12:00:00.000Z'],
    ['2026-01-01T12:00:00', '2026-01-01T12:00:00.000Z'],
    ['2026-01-01 12:00', '2026-01-01T12:00:00.000Z'],
    ['2026-01-01 12:00:00.123456', '2026-01-01T12:00:00.123Z'],
    ['2026-01-01 12:00:00Z', '2026-01-01T12:00:00.000Z'],
    ['2026-01-01T12:00:00.250+02:00', '2026-01-01T10:00:00.250Z'],
  ])('reads %s', (text, expected) => {
    expect(new Date(parseTimestamp(text)).toISOString()).toBe(expected);
  });

  it.each(['2026-01-01', '2026-01-01_12:00:00', '2026-01-01  12:00:00', '01/02/2026 12:00:00', '1767268800'])(
    'rejects "%s"',
    (text) => {
      expect(parseTimestamp(text)).toBeNaN();
    },
  );
});

describe('namesZone', () => {
  it.each([
    ['2026-01-01 12:00:00Z', true],
    ['2026-01-01 12:00:00-05:00', true],
    ['2026-01-01 12:00:00', false],
    ['2026-01-01 12:00', false],
  ])('of %s is %p', (text, expected) => {
    expect(namesZone(text)).toBe(expected);
  });
});
