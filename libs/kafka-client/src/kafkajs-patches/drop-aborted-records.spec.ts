import { describe, expect, it } from '@jest/globals';
import { filterCommitted, type LogEntry } from './drop-aborted-records.ts';

const ABORT = Buffer.from([0, 0, 0, 0]);
const COMMIT = Buffer.from([0, 0, 0, 1]);

const plain = (offset: number): LogEntry => ({ offset: String(offset), key: null });
const sent = (offset: number, producerId: string): LogEntry => ({
  offset: String(offset),
  key: null,
  batchContext: { producerId, inTransaction: true },
});
const marker = (offset: number, producerId: string, key: Buffer): LogEntry => ({
  ...sent(offset, producerId),
  key,
  isControlRecord: true,
});
const offsets = (entries: readonly LogEntry[]): number[] => entries.map(({ offset }) => Number(offset));

describe('filterCommitted', () => {
  it('omits the markers of transactions', () => {
    const entries = [plain(0), sent(1, 'a'), marker(2, 'a', COMMIT), plain(3)];
    expect(offsets(filterCommitted(entries, []))).toEqual([0, 1, 3]);
  });

  it('omits the records of aborted transactions up to their marker', () => {
    const entries = [
      sent(0, 'a'),
      plain(1),
      sent(2, 'b'),
      marker(3, 'a', ABORT),
      sent(4, 'a'),
      marker(5, 'a', COMMIT),
      marker(6, 'b', COMMIT),
    ];
    const aborted = [{ producerId: 'a', firstOffset: '0' }];
    expect(offsets(filterCommitted(entries, aborted))).toEqual([1, 2, 4]);
  });

  it('recognizes an aborted transaction that began before the first entry', () => {
    const entries = [sent(7, 'a'), marker(8, 'a', ABORT), plain(9)];
    expect(offsets(filterCommitted(entries, [{ producerId: 'a', firstOffset: '3' }]))).toEqual([9]);
  });
});
