import { describe, expect, it } from '@jest/globals';
import type { IncomingRecord } from '@weather/kafka-client';
import { deadLetterEntry, type DeadLetter } from './dead-letter.ts';

const HEADERS = {
  'dlq.topic': Buffer.from('weather_data'),
  'dlq.partition': Buffer.from('3'),
  'dlq.offset': Buffer.from('17'),
  'dlq.stage': Buffer.from('validate'),
  'dlq.reason': Buffer.from('windSpeed is 468.66'),
  'dlq.at': Buffer.from('2026-01-01T12:00:00.000Z'),
};
const VALUE = Buffer.from('{"windSpeed":468.66}');

function entry(record: Partial<IncomingRecord>): ReturnType<typeof deadLetterEntry> {
  return deadLetterEntry(1, {
    offset: 5,
    timestampMs: 0,
    key: Buffer.from('EWR'),
    value: VALUE,
    headers: HEADERS,
    ...record,
  });
}

function letter(record: Partial<IncomingRecord> = {}): DeadLetter {
  const found = entry(record);
  if (found.kind !== 'letter') throw new Error(`a letter was expected, not a ${found.kind}`);
  return found.letter;
}

describe('deadLetterEntry', () => {
  it('reads where the record was, why it was set aside, and its own headers', () => {
    expect(letter({ headers: { ...HEADERS, 'trace-id': 'abc' } })).toMatchObject({
      partition: 1,
      offset: 5,
      source: { topic: 'weather_data', partition: 3, offset: 17 },
      stage: 'validate',
      reason: 'windSpeed is 468.66',
      at: '2026-01-01T12:00:00.000Z',
      value: VALUE,
      headers: { 'trace-id': 'abc' },
      fullLength: undefined,
      lastOffset: undefined,
    });
    expect(letter({ headers: { ...HEADERS, 'dlq.full-length': '900000' } }).fullLength).toBe(900_000);
    expect(letter({ headers: { ...HEADERS, 'dlq.last-offset': '19' } }).lastOffset).toBe(19);
  });

  it('takes a letter without a value for a letter: the record had none', () => {
    expect(letter({ value: null }).value).toBeNull();
  });

  it('gives two letters of the same record the same identity, wherever they lie', () => {
    const again = deadLetterEntry(0, {
      offset: 9,
      timestampMs: 0,
      key: Buffer.from('EWR'),
      value: VALUE,
      headers: HEADERS,
    });
    expect(again).toMatchObject({ kind: 'letter', letter: { identity: letter().identity } });
  });

  it('tells a record from another at the same place of a topic that was made anew', () => {
    const { identity } = letter();
    expect(letter({ value: Buffer.from('other') }).identity).not.toBe(identity);
    expect(letter({ key: null }).identity).not.toBe(identity);
    expect(letter({ key: Buffer.from('EWR{'), value: VALUE.subarray(1) }).identity).not.toBe(identity);
    expect(letter({ headers: { ...HEADERS, 'dlq.offset': '18' } }).identity).not.toBe(identity);
  });

  it('knows a marker by its headers', () => {
    const headers = { 'dlq.redriven-partition': '0', 'dlq.redriven-offset': '5', 'dlq.redriven-at': 'then' };
    expect(entry({ key: Buffer.from('weather_data/3/17/ab'), value: null, headers })).toEqual({
      kind: 'marker',
      identity: 'weather_data/3/17/ab',
      redrivenAt: 'then',
    });
  });

  it('takes a letter of a record that had such a header of its own for a letter', () => {
    expect(entry({ headers: { ...HEADERS, 'dlq.redriven-at': 'then' } }).kind).toBe('letter');
  });

  it('leaves aside what others have written there', () => {
    expect(entry({ headers: {} })).toEqual({ kind: 'foreign' });
  });

  it('leaves aside what cannot be read', () => {
    const unreadable = {
      get headers(): never {
        throw new RangeError('beyond the end');
      },
    };
    expect(deadLetterEntry(0, unreadable as unknown as IncomingRecord)).toEqual({ kind: 'foreign' });
  });
});
