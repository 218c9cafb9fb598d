import { describe, expect, it } from '@jest/globals';
import type { IncomingRecord } from '@weather/kafka-client';
import { decodeEntry, type StoredDeadLetter } from './dead-letter.ts';

const HEADERS = {
  'dlq.topic': Buffer.from('weather_data'),
  'dlq.partition': Buffer.from('3'),
  'dlq.offset': Buffer.from('17'),
  'dlq.stage': Buffer.from('validate'),
  'dlq.reason': Buffer.from('windSpeed is 468.66'),
  'dlq.at': Buffer.from('2026-01-01T12:00:00.000Z'),
};
const VALUE = Buffer.from('{"windSpeed":468.66}');

function entry(record: Partial<IncomingRecord>): ReturnType<typeof decodeEntry> {
  return decodeEntry(1, {
    offset: 5,
    timestampMs: 0,
    key: Buffer.from('EWR'),
    value: VALUE,
    headers: HEADERS,
    ...record,
  });
}

function deadLetter(record: Partial<IncomingRecord> = {}): StoredDeadLetter {
  const found = entry(record);
  if (found.kind !== 'dead-letter') throw new Error(`expected a dead letter, not a ${found.kind}`);
  return found.deadLetter;
}

describe('decodeEntry', () => {
  it('reads the place of the record, the reason and the original headers', () => {
    expect(deadLetter({ headers: { ...HEADERS, 'trace-id': 'abc' } })).toMatchObject({
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
    expect(deadLetter({ headers: { ...HEADERS, 'dlq.full-length': '900000' } }).fullLength).toBe(900_000);
    expect(deadLetter({ headers: { ...HEADERS, 'dlq.last-offset': '19' } }).lastOffset).toBe(19);
  });

  it('accepts a dead letter without a value: the record had none', () => {
    expect(deadLetter({ value: null }).value).toBeNull();
  });

  it('gives two dead letters of one record the same identity, wherever they are', () => {
    const again = decodeEntry(0, {
      offset: 9,
      timestampMs: 0,
      key: Buffer.from('EWR'),
      value: VALUE,
      headers: HEADERS,
    });
    expect(again).toMatchObject({ kind: 'dead-letter', deadLetter: { identity: deadLetter().identity } });
  });

  it('distinguishes a record from another at the same offset of a recreated topic', () => {
    const { identity } = deadLetter();
    expect(deadLetter({ value: Buffer.from('other') }).identity).not.toBe(identity);
    expect(deadLetter({ key: null }).identity).not.toBe(identity);
    expect(deadLetter({ key: Buffer.from('EWR{'), value: VALUE.subarray(1) }).identity).not.toBe(identity);
    expect(deadLetter({ headers: { ...HEADERS, 'dlq.offset': '18' } }).identity).not.toBe(identity);
  });

  it('recognizes a marker by its headers', () => {
    const headers = { 'dlq.redriven-partition': '0', 'dlq.redriven-offset': '5', 'dlq.redriven-at': 'then' };
    expect(entry({ key: Buffer.from('weather_data/3/17/ab'), value: null, headers })).toEqual({
      kind: 'marker',
      identity: 'weather_data/3/17/ab',
      redrivenAt: 'then',
    });
  });

  it('recognizes a dead letter whose record had a marker header', () => {
    expect(entry({ headers: { ...HEADERS, 'dlq.redriven-at': 'then' } }).kind).toBe('dead-letter');
  });

  it('reports other records as foreign', () => {
    expect(entry({ headers: {} })).toEqual({ kind: 'foreign' });
  });

  it('reports unreadable records as foreign', () => {
    const unreadable = {
      get headers(): never {
        throw new RangeError('beyond the end');
      },
    };
    expect(decodeEntry(0, unreadable as unknown as IncomingRecord)).toEqual({ kind: 'foreign' });
  });
});
