import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine } from './alerts-csv.ts';

describe('csvLine', () => {
  it('separates by commas and quotes what needs it', () => {
    expect(csvLine(['a', 1.5, null, 'b,c', 'say "x"', 'two\nlines'])).toBe(
      'a,1.5,,"b,c","say ""x""","two\nlines"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
    'makes a text of %j, which would be run',
    (text) => {
      expect(csvLine([text]).replace(/^"/, '').startsWith(`'${text}`)).toBe(true);
    },
  );

  it('leaves a negative number a number', () => {
    expect(csvLine([-1.5])).toBe('-1.5\r\n');
  });

  it('is read by others as it was written', () => {
    const texts = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(texts, { minLength: 2, maxLength: 5 }), (cells) => {
        expect(parse(csvLine(cells))).toEqual([cells]);
      }),
    );
  });
});
