import { describe, expect, it } from '@jest/globals';
import { PendingRecords } from './pending-records.ts';

const MANY = 5_000;

function filled(count: number, bytes = 1): PendingRecords {
  const pending = new PendingRecords();
  for (let n = 0; n < count; n++) pending.push(numbered(n, bytes));
  return pending;
}

const numbered = (
  n: number,
  bytes: number,
): { record: { key: string; value: null }; bytes: number; onAcknowledged: undefined } => ({
  record: { key: String(n), value: null },
  bytes,
  onAcknowledged: undefined,
});

describe('PendingRecords', () => {
  it('returns the records in the order of their arrival and counts their bytes', () => {
    const pending = filled(MANY, 3);
    const taken = Array.from({ length: MANY - 1 }, () => Number(pending.shift()?.record.key));
    pending.push(numbered(MANY, 3));
    expect(taken).toEqual(Array.from({ length: MANY - 1 }, (_, n) => n));
    expect([pending.length, pending.bytes]).toEqual([2, 6]);
    expect(pending.take(10, 100).map(({ record }) => record.key)).toEqual([String(MANY - 1), String(MANY)]);
    expect([pending.shift(), pending.length, pending.bytes]).toEqual([undefined, 0, 0]);
  });

  it('takes as many records as fit, and a single one of any size', () => {
    const pending = filled(10, 4);
    expect(pending.take(10, 9)).toHaveLength(2);
    expect(pending.take(3, 100)).toHaveLength(3);
    expect(pending.take(10, 1)).toHaveLength(1);
    expect(pending.length).toBe(4);
  });
});
