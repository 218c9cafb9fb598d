import { describe, expect, it } from '@jest/globals';
import type { StoredDeadLetter } from './dead-letter.ts';
import { deadLetterJson, formatBytes, formatDeadLetter } from './format-dead-letter.ts';

const deadLetter: StoredDeadLetter = {
  partition: 0,
  offset: 4,
  source: { topic: 'weather_data', partition: 2, offset: 17 },
  stage: 'decode',
  reason: 'the record is not valid JSON: "\u0007"',
  at: '2026-01-01T12:00:00.000Z',
  key: Buffer.from('EWR'),
  value: Buffer.from('Zürich\n\u001b[2J'),
  headers: {},
  fullLength: undefined,
  lastOffset: undefined,
  identity: 'weather_data/2/17/ab',
};

describe('formatDeadLetter', () => {
  it('escapes control characters', () => {
    expect(formatDeadLetter(deadLetter, undefined).split('\n')).toEqual([
      '2026-01-01T12:00:00.000Z  weather_data/2/17  decode',
      '  reason    the record is not valid JSON: "\\u0007"',
      '  key       EWR',
      '  original  Zürich\\u000a\\u001b[2J',
      '',
    ]);
  });

  it('shows when it was resent', () => {
    expect(formatDeadLetter(deadLetter, '2026-01-02T00:00:00.000Z')).toContain(
      'decode  resent 2026-01-02T00:00',
    );
  });
});

describe('formatBytes', () => {
  it('cuts long values and shows their length', () => {
    expect(formatBytes(Buffer.alloc(301, 'x'))).toBe(`${'x'.repeat(300)}… (301 bytes)`);
    expect(formatBytes(Buffer.alloc(300, 'x'))).toBe('x'.repeat(300));
    expect(formatBytes(Buffer.alloc(300, 'x'), 900_000)).toContain('… (900000 bytes)');
  });

  it('distinguishes null from an empty text', () => {
    expect([formatBytes(null), formatBytes(Buffer.alloc(0))]).toEqual(['none (null)', '']);
  });

  it('escapes characters that reverse the direction of a line', () => {
    expect(formatBytes(Buffer.from('a\u202eb\u2028'))).toBe('a\\u202eb\\u2028');
  });
});

describe('deadLetterJson', () => {
  it('is one line with the whole original', () => {
    const line = deadLetterJson({ ...deadLetter, value: Buffer.alloc(1000, 'x') }, 'then');
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual({
      at: deadLetter.at,
      topic: 'weather_data',
      partition: 2,
      offset: 17,
      stage: 'decode',
      reason: deadLetter.reason,
      key: 'EWR',
      value: 'x'.repeat(1000),
      redrivenAt: 'then',
      deadLetter: { partition: 0, offset: 4 },
    });
  });

  it('has bytes that are not UTF-8 in base64', () => {
    const value = Buffer.from([0x7b, 0xff]);
    expect(JSON.parse(deadLetterJson({ ...deadLetter, key: null, value }, undefined))).toMatchObject({
      key: null,
      valueBase64: value.toString('base64'),
    });
  });
});
