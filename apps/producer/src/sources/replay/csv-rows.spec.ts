import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countSteps } from '@weather/service-runtime/testing';
import { CsvRows, type CsvRow } from './csv-rows.ts';

function rowsOf(lines: readonly string[], delimiter = ','): CsvRow[] {
  const csv = new CsvRows(delimiter);
  return [...csv.read(lines), ...csv.end()];
}

const FAULT = 'a quote is misplaced or never closed';

describe('CsvRows', () => {
  it('reads each line only a few times, however many follow an unclosed quote', () => {
    const lines = [
      'a,b',
      '0,"x',
      ...Array.from({ length: 48 }, (_, index) => `${index},""y""`.padEnd(1_000, 'y')),
    ];
    const characters = lines.reduce((sum, { length }) => sum + length, 0);
    const csv = new CsvRows(',');
    expect(countSteps(() => void csv.read(lines))).toBeLessThan(8 * characters);
  });

  it('splits lines at the delimiter and numbers them from 1, counting but omitting empty ones', () => {
    expect(rowsOf(['a;b', '', '1;2', '  ', '3;4,5'], ';')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 3, fields: ['1', '2'] },
      { line: 5, fields: ['3', '4,5'] },
    ]);
  });

  it('reads quoted fields with delimiters and doubled quotes in them', () => {
    expect(rowsOf(['"a","b,c"', '"say ""hi""",'])).toEqual([
      { line: 1, fields: ['a', 'b,c'] },
      { line: 2, fields: ['say "hi"', ''] },
    ]);
  });

  it('reads a quoted field over several lines as one row, at the line on which it starts', () => {
    expect(rowsOf(['a,b', '1,"x', '', 'y"', '2,z'])).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', 'x\n\ny'] },
      { line: 5, fields: ['2', 'z'] },
    ]);
  });

  it('loses only the line on which a quote is misplaced', () => {
    expect(rowsOf(['a,b', '1,"x"y', '2,z'])).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: [], problem: FAULT },
      { line: 3, fields: ['2', 'z'] },
    ]);
  });

  it('loses only the line of a quote that is never closed', () => {
    const lines = Array.from({ length: 200 }, (_, index) => `${index},x`);
    const rows = rowsOf(['a,b', '0,"x', ...lines]);
    expect(rows.filter(({ problem }) => problem !== undefined)).toEqual([
      { line: 2, fields: [], problem: FAULT },
    ]);
    expect(rows).toHaveLength(202);
    expect(rows.at(-1)).toEqual({ line: 202, fields: ['199', 'x'] });
  });

  it('does not take the rows between two unclosed quotes for one field', () => {
    const rows = rowsOf(['a,b', '0,"x', '1,x', '2,x', '3,x"', '4,x']);
    expect(rows.map(({ line, problem }) => (problem === undefined ? line : -line))).toEqual([1, 2, 6]);
    const wide = rowsOf(['a,b', '0,"x', '1,x', 'y",5']);
    expect(wide.map(({ line, problem }) => (problem === undefined ? line : -line))).toEqual([1, -2, 3, -4]);
    const mixed = rowsOf(['a,b', '0,"x', '1,x', '2,x', '3,5"x', '4,x']);
    expect(mixed.map(({ line, problem }) => (problem === undefined ? line : -line))).toEqual([
      1, -2, 3, 4, -5, 6,
    ]);
  });

  it('returns any fields that are quoted according to RFC 4180', () => {
    const fields = fc.array(
      fc.string().map((text) => text.replaceAll('\r', '')),
      { minLength: 2, maxLength: 4 },
    );
    fc.assert(
      fc.property(fields, (row) => {
        const text = row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');
        fc.pre(text.split('\n').length < 50);
        expect(rowsOf(text.split('\n'))).toEqual([{ line: 1, fields: row }]);
      }),
    );
  });
});
