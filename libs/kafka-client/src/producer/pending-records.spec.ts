import { describe, expect, it } from '@jest/globals';
import { PendingRecords } from './pending-records.ts';

const MANY = 5_000;

function filled(count: number, bytes = 1): PendingRecords {
  const waiting = new PendingRecords();
  for (let n = 0; n < count; n++) waiting.push(numbered(n, bytes));
  return waiting;
}

const numbered = (
  n: number,
  bytes: number,
): { record: { key: string; value: null }; bytes: number; onAcknowledged: undefined } => ({
  record: { key: String(n), value: null },
  bytes,
  onAcknowledged: undefined,
});

describe('WaitingRecords', () => {
  it('gives the records in the order in which they came, and keeps count of their bytes', () => {
    const waiting = filled(MANY, 3);
    const taken = Array.from({ length: MANY - 1 }, () => Number(waiting.shift()?.record.key));
    waiting.push(numbered(MANY, 3));
    expect(taken).toEqual(Array.from({ length: MANY - 1 }, (_, n) => n));
    expect([waiting.length, waiting.bytes]).toEqual([2, 6]);
    expect(waiting.take(10, 100).map(({ record }) => record.key)).toEqual([String(MANY - 1), String(MANY)]);
    expect([waiting.shift(), waiting.length, waiting.bytes]).toEqual([undefined, 0, 0]);
  });

  it('takes as many as fit, and one that does not fit alone', () => {
    const waiting = filled(10, 4);
    expect(waiting.take(10, 9)).toHaveLength(2);
    expect(waiting.take(3, 100)).toHaveLength(3);
    expect(waiting.take(10, 1)).toHaveLength(1);
    expect(waiting.length).toBe(4);
  });
});
