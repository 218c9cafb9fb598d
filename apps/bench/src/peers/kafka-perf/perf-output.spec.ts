import { describe, expect, it } from '@jest/globals';
import { parseTotal, TOTAL_LINE } from './perf-output.ts';

const WINDOW =
  '431051 records sent, 86210.2 records/sec (14.22 MB/sec), 1803.4 ms avg latency, 2540.0 ms max latency.';
const TOTAL =
  '1000000 records sent, 101791.5 records/sec (16.79 MB/sec), 1720.35 ms avg latency, 2540.00 ms max latency, 1846 ms 50th, 2398 ms 95th, 2502 ms 99th, 2533 ms 99.9th.';

describe('parseTotal', () => {
  it('parses the final line', () => {
    expect(parseTotal(TOTAL)).toEqual({
      records: 1_000_000,
      perSecond: 101_791.5,
      averageLatencyMs: 1_720.35,
    });
  });

  it('rejects the lines of intervals', () => {
    expect(TOTAL_LINE.test(WINDOW)).toBe(false);
    expect(() => parseTotal(WINDOW)).toThrow('not a final line of the performance tool: 431051 records sent');
  });
});
