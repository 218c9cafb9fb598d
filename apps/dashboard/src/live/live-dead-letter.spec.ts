import { describe, expect, it } from '@jest/globals';
import type { IncomingRecord } from '@weather/kafka-client';
import { toDeadLetter } from './live-dead-letter.ts';

const HEADERS = {
  'dlq.topic': Buffer.from('weather_data'),
  'dlq.partition': Buffer.from('2'),
  'dlq.offset': Buffer.from('41'),
  'dlq.stage': Buffer.from('decode'),
  'dlq.reason': Buffer.from('not valid JSON'),
  'dlq.at': Buffer.from('2026-07-01T12:00:00.000Z'),
};

function record(value: Buffer | null, headers: IncomingRecord['headers'] = HEADERS): IncomingRecord {
  return { offset: 7, timestampMs: 0, key: Buffer.from('roof'), value, headers };
}

describe('a dead letter', () => {
  it('says where the record was and why it is no reading', () => {
    expect(toDeadLetter(record(Buffer.from('{')))).toEqual({
      at: '2026-07-01T12:00:00.000Z',
      topic: 'weather_data',
      partition: 2,
      offset: 41,
      stage: 'decode',
      reason: 'not valid JSON',
      key: 'roof',
      value: '{',
    });
  });

  it.each<[string, Buffer | null, string]>([
    ['no value', null, ''],
    ['bytes that are no text', Buffer.from([0x61, 0xff, 0x62]), 'a\uFFFDb'],
    ['a long text', Buffer.from('é'.repeat(300)), 'é'.repeat(200)],
    ['a long text of wide characters', Buffer.from('温'.repeat(300)), '温'.repeat(200)],
    ['a pair of code units where it is cut', Buffer.from(`${'x'.repeat(199)}😀`), `${'x'.repeat(199)}\uFFFD`],
  ])('shows %s', (_, value, shown) => {
    expect(toDeadLetter(record(value))?.value).toBe(shown);
  });

  it.each<[string, IncomingRecord['headers']]>([
    ['the marker of a redrive', { 'dlq.redriven-at': Buffer.from('2026-07-01T12:00:00.000Z') }],
    ['without a time', { ...HEADERS, 'dlq.at': Buffer.from('yesterday') }],
    ['without an offset', { ...HEADERS, 'dlq.offset': Buffer.from('x') }],
  ])('is not a record that is %s', (_, headers) => {
    expect(toDeadLetter(record(null, headers))).toBeUndefined();
  });

  it('is left out when it cannot be read', () => {
    const unreadable = {
      ...record(null),
      get headers(): never {
        throw new RangeError('beyond the end');
      },
    };
    expect(toDeadLetter(unreadable)).toBeUndefined();
  });
});
