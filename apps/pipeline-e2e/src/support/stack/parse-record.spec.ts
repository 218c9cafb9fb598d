import { describe, expect, it } from '@jest/globals';
import { parseRecords } from './parse-record.ts';

describe('parseRecords', () => {
  it('tells headers, key and value apart, whatever signs are in them', () => {
    const first = 'dlq.stage:decode\u001edlq.reason:no JSON: "a,\tb"\u001fkey\u001f{"a": 1,\n"b": 2}\u001d\n';
    const second = 'NO_HEADERS\u001fnull\u001fnull\u001d\n';
    expect(parseRecords(first + second)).toEqual([
      {
        headers: { 'dlq.stage': 'decode', 'dlq.reason': 'no JSON: "a,\tb"' },
        key: 'key',
        value: '{"a": 1,\n"b": 2}',
      },
      { headers: {}, key: 'null', value: 'null' },
    ]);
  });

  it('finds nothing in nothing', () => {
    expect(parseRecords('')).toEqual([]);
  });
});
