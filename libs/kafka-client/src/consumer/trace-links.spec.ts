import { describe, expect, it } from '@jest/globals';
import type { IncomingRecord } from '../protocol/records.ts';
import { findTraceLinks } from './trace-links.ts';

const traceparent = (trace: number): string => `00-${String(trace).padStart(32, 'a')}-00f067aa0ba902b7-01`;
const record = (headers: IncomingRecord['headers']): IncomingRecord => ({
  offset: 0,
  timestampMs: 0,
  key: null,
  value: null,
  headers,
});
const from = (text: string): IncomingRecord => record({ traceparent: Buffer.from(text) });

describe('findTraceLinks', () => {
  it('lists each span in which records were sent once', () => {
    const records = [from(traceparent(1)), from(traceparent(2)), record({}), from(traceparent(1))];
    expect(findTraceLinks(records)).toEqual([traceparent(1), traceparent(2)]);
  });

  it('ignores headers that are malformed, empty or repeated', () => {
    const twice = record({ traceparent: [Buffer.from(traceparent(1)), Buffer.from(traceparent(2))] });
    const records = [from('nonsense'), record({ traceparent: null }), twice, from(traceparent(3))];
    expect(findTraceLinks(records)).toEqual([traceparent(3)]);
  });

  it('returns at most 32 links', () => {
    const records = Array.from({ length: 100 }, (_, trace) => from(traceparent(trace)));
    expect(findTraceLinks(records)).toHaveLength(32);
  });
});
