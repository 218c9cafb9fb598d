import { describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR } from '@weather/weather-schema';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { createTimeParser } from './time-parser.ts';

const FORMATS = [
  'yyyy-MM-dd HH:mm',
  'yyyy-MM-dd HH:mm:ss',
  "yyyy-MM-dd'T'HH:mm:ss",
  'yyyy-MM-dd HH:mm:ss.SSS',
  'd.M.yyyy HH:mm',
];
const ZONES = ['UTC', 'America/New_York', 'Europe/Paris', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const YEAR_1970 = 0;
const YEAR_2100 = Date.UTC(2100, 0, 1);

function withLuxon(text: string, format: string, zone: string): number {
  const time = DateTime.fromFormat(text, format, { zone, setZone: true });
  if (!time.isValid) return Number.NaN;
  return Math.min(...time.getPossibleOffsets().map((occurrence) => occurrence.toMillis()));
}

describe('createTimeParser', () => {
  const formats = fc.constantFrom(...FORMATS);
  const zones = fc.constantFrom(...ZONES);
  const changes = fc.constantFrom(
    '2013-11-03T05:00Z',
    '2013-03-10T06:00Z',
    '2026-10-25T00:00Z',
    '2026-03-29T00:00Z',
  );
  const timestamps = fc.oneof(
    fc.integer({ min: YEAR_1970, max: YEAR_2100 }),
    fc
      .tuple(changes, fc.integer({ min: -MS_PER_HOUR, max: 2 * MS_PER_HOUR }))
      .map(([at, ms]) => Date.parse(at) + ms),
  );

  it('reads a local time like luxon, the first of two occurrences, also around a clock change', () => {
    fc.assert(
      fc.property(timestamps, formats, zones, (timestamp, format, zone) => {
        const text = DateTime.fromMillis(timestamp, { zone: 'UTC' }).toFormat(format);
        expect(createTimeParser({ column: 'at', format, zone }).parse(text)).toBe(
          withLuxon(text, format, zone),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('accepts and rejects the same texts as luxon, in every format', () => {
    const texts = fc.oneof(
      fc
        .tuple(timestamps, fc.constantFrom(...FORMATS, "yyyy-MM-dd HH:mm:ss'Z'", 'yyyy-MM-dd HHZZ'))
        .map(([at, format]) => DateTime.fromMillis(at, { zone: 'UTC' }).toFormat(format)),
      fc.constantFrom(
        '2013-02-30 12:00',
        '2013-01-01 24:00:00',
        '2013-01-01t12:00:00',
        '2013-01-01 1:00',
        '',
      ),
    );
    fc.assert(
      fc.property(texts, formats, zones, (text, format, zone) => {
        expect(createTimeParser({ column: 'at', format, zone }).parse(text)).toBe(
          withLuxon(text, format, zone),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads each text independently of the one before', () => {
    const { parse } = createTimeParser({ column: 'at', format: 'd.M.yyyy HH:mm', zone: 'UTC' });
    const hours = ['1.7.2026 10:00', '1.7.2026 10:00', '1.7.2026 11:00', 'later', '1.7.2026 10:00'].map(
      (text) => (parse(text) - Date.UTC(2026, 6, 1)) / MS_PER_HOUR,
    );
    expect(hours).toEqual([10, 10, 11, Number.NaN, 10]);
  });
});
