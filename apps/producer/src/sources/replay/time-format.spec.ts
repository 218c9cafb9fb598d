import { describe, expect, it } from '@jest/globals';
import { MS_PER_DAY } from '@weather/weather-schema';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { formatProblems } from './time-format.ts';
import { createTimeParser } from './time-parser.ts';

const YEAR_2000 = Date.UTC(2000, 0, 1);
const YEAR_2050 = Date.UTC(2050, 0, 1);
/** Every token that luxon prints or reads, and what stands between tokens. */
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
  ])('takes %s', (format) => {
    expect(formatProblems(format)).toEqual([]);
  });

  it.each([
    ['HH:mm', 'says no year, month and day'],
    ['dd.MM. HH:mm', 'says no year'],
    ['o', 'says no year'],
    ['yyyy-mm-dd', 'says no month'],
    ['yyyy-mm-dd', 'says minutes without hours'],
    ['yyyy-mm-dd HH:MM', 'says minutes without hours'],
    ['yyyy-MM', 'says no day'],
    ['yyyy-MM-dd a', 'says AM or PM without hours'],
    ['yyyy-MM-dd ss', 'says seconds without minutes'],
    ['yyyy-MM-dd HH:ss', 'says seconds without minutes'],
    ['yyyy-MM-dd HH:mm.SSS', 'says a fraction of a second without seconds'],
    ['yyyy-MM-dd hh:mm', 'says hours of 12 without a (AM or PM)'],
    ['yyyy-MM-dd HH:mm a', 'says both hours of 24 and AM or PM'],
    ['yyyy-ooo-MM', 'says both a day of the year and a month'],
    ["yyyy-MM-dd 'W'WW", 'says both a week and a year, month or day'],
    ['X', '"X" is no token that can be read'],
    ['yyyy-MM-dd HH:mm z X', '"X" is no token that can be read'],
    ['yyyy-MM-ddTHH:mm', 'says the hours twice'],
    ['yyyy-yyyy-MM-dd', 'says the year twice'],
    ['no time', 'is no token that can be read'],
  ])('refuses %s, as it %s', (format, problem) => {
    expect(formatProblems(format).join('; ')).toContain(problem);
  });

  it('takes no format that throws, or that reads another time than was written in it', () => {
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
