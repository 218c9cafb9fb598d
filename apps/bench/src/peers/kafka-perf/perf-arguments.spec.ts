import { describe, expect, it } from '@jest/globals';
import { perfArguments } from './perf-arguments.ts';

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
