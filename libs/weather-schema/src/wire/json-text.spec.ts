import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatJsonNumber, quoteJson } from './encode-reading.ts';

const RUNS = { numRuns: 5_000 };

describe('formatJsonNumber', () => {
  it('writes any number as JSON.stringify does', () => {
    const numbers = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 0.1 + 0.2, 1e21, 1e-7));
    fc.assert(
      fc.property(numbers, (value) => {
        expect(formatJsonNumber(value)).toBe(JSON.stringify(value));
      }),
      RUNS,
    );
  });
});

describe('quoteJson', () => {
  it('writes any text as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quoteJson(text)).toBe(JSON.stringify(text));
      }),
      RUNS,
    );
  });

  it.each([
    '',
    'New York',
    '"',
    '\\',
    '\n',
    '\0',
    '\u001f',
    '\u007f',
    '\u0085',
    'é',
    '東',
    '🌦',
    '\ud83c',
    '\udf26',
  ])('writes %j', (text) => {
    expect(quoteJson(text)).toBe(JSON.stringify(text));
  });
});
