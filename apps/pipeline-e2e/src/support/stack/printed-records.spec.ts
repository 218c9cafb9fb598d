import { describe, expect, it } from '@jest/globals';
import { parseRecords, TailParser } from './printed-records.ts';

describe('parseRecords', () => {
  it('separates headers, key and value, whatever characters are in them', () => {
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

  it('finds no records in empty output', () => {
    expect(parseRecords('')).toEqual([]);
  });
});

const FIRST =
  'Partition:3\u001fOffset:17\u001fdlq.stage:decode\u001edlq.reason:no JSON: "a"\u001fs1\u001f{"a":\n1}\u001d\n';
const SECOND = 'Partition:0\u001fOffset:0\u001fNO_HEADERS\u001fs2\u001f\u00ff\u00fe\u001d\n';
const RECORDS = [
  {
    partition: 3,
    offset: 17,
    headers: { 'dlq.stage': 'decode', 'dlq.reason': 'no JSON: "a"' },
    key: 's1',
    value: '{"a":\n1}',
  },
  { partition: 0, offset: 0, headers: {}, key: 's2', value: '\u00ff\u00fe' },
];

describe('TailParser', () => {
  it('returns each record with its partition, offset, headers, key and bytes', () => {
    expect(new TailParser().push(FIRST + SECOND)).toEqual(RECORDS);
  });

  it('waits for the rest of a record, wherever the text is split', () => {
    const text = FIRST + SECOND;
    for (let cut = 0; cut <= text.length; cut++) {
      const parser = new TailParser();
      expect([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))]).toEqual(RECORDS);
    }
  });

  it('fails on text that is not a record', () => {
    expect(() => new TailParser().push('Processed 2 messages\u001d\n')).toThrow(/Partition/);
  });
});
