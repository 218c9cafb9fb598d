import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine } from './alerts-csv.ts';

describe('csvLine', () => {
  it('separates cells by commas and quotes where necessary', () => {
    expect(csvLine(['a', 1.5, null, 'b,c', 'say "x"', 'two\nlines'])).toBe(
      'a,1.5,,"b,c","say ""x""","two\nlines"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
    'prefixes %j, which a spreadsheet would run',
    (text) => {
      expect(csvLine([text]).replace(/^"/, '').startsWith(`'${text}`)).toBe(true);
    },
  );

  it('keeps a negative number as a number', () => {
    expect(csvLine([-1.5])).toBe('-1.5\r\n');
  });

  it('is parsed to the same cells', () => {
    const texts = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(texts, { minLength: 2, maxLength: 5 }), (cells) => {
        expect(parse(csvLine(cells))).toEqual([cells]);
      }),
    );
  });
});
