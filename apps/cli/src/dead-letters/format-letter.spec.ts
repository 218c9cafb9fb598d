import { describe, expect, it } from '@jest/globals';
import type { DeadLetter } from './dead-letter.ts';
import { formatLetter, letterJson, shownBytes } from './format-letter.ts';

const letter: DeadLetter = {
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

describe('formatLetter', () => {
  it('is some lines without a control character', () => {
    expect(formatLetter(letter, undefined).split('\n')).toEqual([
      '2026-01-01T12:00:00.000Z  weather_data/2/17  decode',
      '  reason    the record is not valid JSON: "\\u0007"',
      '  key       EWR',
      '  original  Zürich\\u000a\\u001b[2J',
      '',
    ]);
  });

  it('says when it was sent again', () => {
    expect(formatLetter(letter, '2026-01-02T00:00:00.000Z')).toContain('decode  sent again 2026-01-02T00:00');
  });
});

describe('shownBytes', () => {
  it('cuts what is long and says how long it is', () => {
    expect(shownBytes(Buffer.alloc(301, 'x'))).toBe(`${'x'.repeat(300)}… (301 bytes)`);
    expect(shownBytes(Buffer.alloc(300, 'x'))).toBe('x'.repeat(300));
    expect(shownBytes(Buffer.alloc(300, 'x'), 900_000)).toContain('… (900000 bytes)');
  });

  it('tells nothing from an empty text', () => {
    expect([shownBytes(null), shownBytes(Buffer.alloc(0))]).toEqual(['none (null)', '']);
  });

  it('escapes what turns the direction of a line around', () => {
    expect(shownBytes(Buffer.from('a\u202eb\u2028'))).toBe('a\\u202eb\\u2028');
  });
});

describe('letterJson', () => {
  it('is one line with the whole original', () => {
    const line = letterJson({ ...letter, value: Buffer.alloc(1000, 'x') }, 'then');
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual({
      at: letter.at,
      topic: 'weather_data',
      partition: 2,
      offset: 17,
      stage: 'decode',
      reason: letter.reason,
      key: 'EWR',
      value: 'x'.repeat(1000),
      redrivenAt: 'then',
      deadLetter: { partition: 0, offset: 4 },
    });
  });

  it('gives bytes that are no text in base64', () => {
    const value = Buffer.from([0x7b, 0xff]);
    expect(JSON.parse(letterJson({ ...letter, key: null, value }, undefined))).toMatchObject({
      key: null,
      valueBase64: value.toString('base64'),
    });
  });
});
