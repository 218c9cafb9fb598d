import { describe, expect, it } from '@jest/globals';
import { parseTotal, perfArguments, TOTAL_LINE } from './kafka-perf.ts';

const TASK = {
  brokers: ['127.0.0.1:1', '127.0.0.1:2'],
  topic: 'written',
  records: 200_000,
  payloadFile: '/scratch/payloads.txt',
  compression: 'lz4',
} as const;

describe('perfArguments', () => {
  it('sends as fast as possible, acknowledged by all replicas, in batches of 128 KiB', () => {
    const args = perfArguments(TASK);
    expect(args.join(' ')).toContain('--topic written --num-records 200000 --throughput -1');
    expect(args.slice(args.indexOf('--producer-props') + 1)).toEqual([
      'bootstrap.servers=127.0.0.1:1,127.0.0.1:2',
      'acks=all',
      'batch.size=131072',
      'linger.ms=5',
      'compression.type=lz4',
    ]);
  });
});

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
