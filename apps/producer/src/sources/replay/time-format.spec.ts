import { describe, expect, it } from '@jest/globals';
import { MS_PER_DAY } from '@weather/weather-schema';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { formatProblems } from './time-format.ts';
import { createTimeParser } from './time-parser.ts';

const YEAR_2000 = Date.UTC(2000, 0, 1);
const YEAR_2050 = Date.UTC(2050, 0, 1);
/** Every token that luxon prints or parses, and separators. */
const TOKENS =
  'y yy yyyy M MM MMM MMMM L LL LLL LLLL d dd o ooo H HH h hh m mm s ss S SSS u uu uuu a k kk kkkk W WW E EEE EEEE c ccc ' +
  "cccc q qq X x T TT D DD t G Z ZZ ZZZ z - / . : 'T'";

describe('formatProblems', () => {
  it.each([
    ['yyyy-MM-dd HH:mm'],
    ["yyyy-MM-dd'T'HH:mm:ss"],
    ['yyyy-MM-dd HH:mm:ss.SSS'],
    ["yyyy-MM-dd HH:mm:ss'Z'"],
    ['yyyy-MM-dd HHZZ'],
    ['yyyy-MM-dd HH:mm ZZZ'],
    ['d.M.yyyy HH:mm'],
    ['M/d/yy h:mm a'],
    ['EEE, d MMM yyyy HH:mm:ss'],
    ['yyyyMMddHH'],
    ['yyyy-MM-dd'],
    ['yyyy-ooo'],
    ["kkkk-'W'WW-E"],
  ])('accepts %s', (format) => {
    expect(formatProblems(format)).toEqual([]);
  });

  it.each([
    ['HH:mm', 'has no year, month and day'],
    ['dd.MM. HH:mm', 'has no year'],
    ['o', 'has no year'],
    ['yyyy-mm-dd', 'has no month'],
    ['yyyy-mm-dd', 'has minutes without hours'],
    ['yyyy-mm-dd HH:MM', 'has minutes without hours'],
    ['yyyy-MM', 'has no day'],
    ['yyyy-MM-dd a', 'has AM or PM without hours'],
    ['yyyy-MM-dd ss', 'has seconds without minutes'],
    ['yyyy-MM-dd HH:ss', 'has seconds without minutes'],
    ['yyyy-MM-dd HH:mm.SSS', 'has a fraction of a second without seconds'],
    ['yyyy-MM-dd hh:mm', 'has hours of 12 without a (AM or PM)'],
    ['yyyy-MM-dd HH:mm a', 'has both hours of 24 and AM or PM'],
    ['yyyy-ooo-MM', 'has both a day of the year and a month'],
    ["yyyy-MM-dd 'W'WW", 'has both a week and a year, month or day'],
    ['X', '"X", which is not a token that can be parsed'],
    ['yyyy-MM-dd HH:mm z X', '"X", which is not a token that can be parsed'],
    ['yyyy-MM-ddTHH:mm', 'has the hours twice'],
    ['yyyy-yyyy-MM-dd', 'has the year twice'],
    ['no time', 'which is not a token that can be parsed'],
  ])('rejects %s because it %s', (format, problem) => {
    expect(formatProblems(format).join('; ')).toContain(problem);
  });

  it('accepts no format that throws, or that parses a time other than the one that was formatted', () => {
    const formats = fc
      .array(fc.constantFrom(...TOKENS.split(' ')), { minLength: 1, maxLength: 9 })
      .map((tokens) => tokens.join(' '))
      .filter((format) => formatProblems(format).length === 0);
    const seeds = fc.constantFrom(
      'yyyy MM dd',
      'yyyy ooo',
      'kkkk WW E',
      'y MM d G',
      'dd LLL yyyy',
      'MMMM d yyyy EEEE',
    );
    const clocks = fc.constantFrom(
      '',
      ' H',
      ' HH mm',
      ' h a',
      ' hh mm a',
      ' HH mm ss',
      ' HH mm ss SSS',
      ' h m s u a',
    );
    const whole = fc.tuple(seeds, clocks).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(whole, formats),
        fc.integer({ min: YEAR_2000, max: YEAR_2050 }),
        (format, timestamp) => {
          expect(formatProblems(format)).toEqual([]);
          const written = DateTime.fromMillis(timestamp, { zone: 'UTC' }).toFormat(format);
          const read = createTimeParser({ column: 'at', format, zone: 'UTC' }).parse(written);
          if (Number.isNaN(read)) return;
          expect(DateTime.fromMillis(read, { zone: 'UTC' }).toFormat(format)).toBe(written);
          expect(Math.abs(read - timestamp)).toBeLessThan(MS_PER_DAY);
        },
      ),
      { numRuns: 300 },
    );
  });
});
