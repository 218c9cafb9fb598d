import { describe, expect, it } from '@jest/globals';
import type { DeadLetter } from '../contract/pipeline.ts';
import { RecentDeadLetters, toDeadLetter } from './dead-letters.ts';
import type { IncomingRecord } from '@weather/kafka-client';

const deadLetter = (second: number): DeadLetter => ({
  at: new Date(second * 1_000).toISOString(),
  topic: 'weather_data',
  partition: 0,
  offset: second,
  stage: 'decode',
  reason: 'no JSON',
  key: null,
  value: '',
});
const offsets = (deadLetters: readonly DeadLetter[]): number[] => deadLetters.map(({ offset }) => offset);

describe('RecentDeadLetters', () => {
  it('keeps the newest of all partitions', () => {
    const recent = new RecentDeadLetters(3);
    recent.add([deadLetter(1), deadLetter(4)]);
    recent.add([deadLetter(2), deadLetter(3)]);
    expect(offsets(recent.list)).toEqual([4, 3, 2]);
  });

  it('publishes each once, and only the newest of very many', () => {
    const recent = new RecentDeadLetters(2);
    recent.add([deadLetter(1)]);
    recent.add([deadLetter(2)]);
    recent.add([deadLetter(3)]);
    expect(offsets(recent.takeUnpublished())).toEqual([3, 2]);
    expect(recent.takeUnpublished()).toEqual([]);
    expect(offsets(recent.list)).toEqual([3, 2]);
  });
});

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
  it('has the source of the record and the rejection reason', () => {
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
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0x62]), 'a\uFFFDb'],
    ['a long text', Buffer.from('é'.repeat(300)), 'é'.repeat(200)],
    ['a long text of wide characters', Buffer.from('温'.repeat(300)), '温'.repeat(200)],
    ['a pair of code units where it is cut', Buffer.from(`${'x'.repeat(199)}😀`), `${'x'.repeat(199)}\uFFFD`],
  ])('shows %s', (_, value, shown) => {
    expect(toDeadLetter(record(value))?.value).toBe(shown);
  });

  it.each<[string, IncomingRecord['headers']]>([
    ['the marker of a redrive', { 'dlq.redriven-at': Buffer.from('2026-07-01T12:00:00.000Z') }],
    ['a record without a time', { ...HEADERS, 'dlq.at': Buffer.from('yesterday') }],
    ['a record without an offset', { ...HEADERS, 'dlq.offset': Buffer.from('x') }],
  ])('is not %s', (_, headers) => {
    expect(toDeadLetter(record(null, headers))).toBeUndefined();
  });

  it('is ignored if it cannot be decoded', () => {
    const unreadable = {
      ...record(null),
      get headers(): never {
        throw new RangeError('beyond the end');
      },
    };
    expect(toDeadLetter(unreadable)).toBeUndefined();
  });
});
