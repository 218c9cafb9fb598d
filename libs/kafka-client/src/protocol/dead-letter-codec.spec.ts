import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  DEAD_LETTER_HEADERS,
  decodeDeadLetter,
  encodeDeadLetter,
  truncateDeadLetter,
  type InvalidRecord,
} from './dead-letter-codec.ts';
import type { IncomingRecord, OutgoingRecord } from './records.ts';

const AT = '2026-01-01T12:00:00.000Z';
const LARGE_BYTES = 100_000;

const record: IncomingRecord = {
  offset: 17,
  timestampMs: 0,
  key: Buffer.from('EWR'),
  value: Buffer.from('{"windSpeed":468.66}'),
  headers: { trace: Buffer.from('abc'), hop: [Buffer.from('1'), Buffer.from('2')] },
};

function invalid(changes: Partial<IncomingRecord> = {}): InvalidRecord {
  return {
    record: { ...record, ...changes },
    topic: 'weather_data',
    partition: 3,
    stage: 'validate',
    message: 'too windy',
  };
}

/** A record as it comes back from the dead letter topic. */
function received({ key, value, headers = {} }: OutgoingRecord, offset = 5): IncomingRecord {
  const bytes = (field: unknown): Buffer => Buffer.from(field as string | Buffer);
  const list = Object.entries(headers).map(([name, field]) => [
    name,
    Array.isArray(field) ? field.map(bytes) : bytes(field),
  ]);
  const read = Object.fromEntries(list) as IncomingRecord['headers'];
  return { offset, timestampMs: 0, key: key as Buffer | null, value, headers: read };
}

describe('a dead letter', () => {
  it('is decoded to the original record, its source and the reason', () => {
    expect(decodeDeadLetter(received(encodeDeadLetter(invalid(), AT)))).toEqual({
      source: { topic: 'weather_data', partition: 3, offset: 17 },
      stage: 'validate',
      reason: 'too windy',
      at: AT,
      key: record.key,
      value: record.value,
      headers: record.headers,
      fullLength: undefined,
      lastOffset: undefined,
    });
  });

  it('has the offsets of a batch that cannot be read', () => {
    const unreadable = { firstOffset: 15, lastOffset: 17, reason: 'damaged' };
    const decoded = decodeDeadLetter(received(encodeDeadLetter(invalid({ unreadable }), AT)));
    expect(decoded).toMatchObject({ source: { offset: 15 }, lastOffset: 17 });
  });

  it('has the full length of a truncated value', () => {
    const large = invalid({ value: Buffer.alloc(LARGE_BYTES) });
    const decoded = decodeDeadLetter(received(truncateDeadLetter(encodeDeadLetter(large, AT))));
    expect(decoded?.fullLength).toBe(LARGE_BYTES);
    expect(decoded?.value?.length).toBeLessThan(LARGE_BYTES);
  });

  it('has the last value of a repeated header', () => {
    const encoded = received(encodeDeadLetter(invalid(), AT));
    const stages = [Buffer.from('decode'), Buffer.from('store')];
    const headers = { ...encoded.headers, [DEAD_LETTER_HEADERS.stage]: stages };
    expect(decodeDeadLetter({ ...encoded, headers })?.stage).toBe('store');
  });

  it('is not decoded from other records or from one that cannot be read', () => {
    const unreadable = {
      get headers(): never {
        throw new RangeError('beyond the end');
      },
    };
    expect(decodeDeadLetter(record)).toBeUndefined();
    expect(decodeDeadLetter(unreadable as unknown as IncomingRecord)).toBeUndefined();
  });
});

it('lists the headers of dead letters in the published contract', () => {
  const url = new URL('../../../../docs/contract/asyncapi.json', import.meta.url);
  const contract = JSON.parse(readFileSync(url, 'utf8')) as {
    components: { messages: { deadLetter: { headers: { properties: object } } } };
  };
  const { properties } = contract.components.messages.deadLetter.headers;
  expect(Object.keys(properties).sort()).toEqual(Object.values(DEAD_LETTER_HEADERS).sort());
});
