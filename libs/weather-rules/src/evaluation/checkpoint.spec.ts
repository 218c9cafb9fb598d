import { describe, expect, it } from '@jest/globals';
import {
  checkpointBefore,
  freeSlot,
  isBeforeEvaluation,
  newestCheckpoint,
  type CheckpointKind,
  type CheckpointSlot,
} from './checkpoint.ts';

const checkpoint = (slot: number, at: number, kind: CheckpointKind = 'state'): CheckpointSlot => ({
  station: 1,
  slot,
  at,
  kind,
});
const CHECKPOINTS = [checkpoint(0, 30), checkpoint(1, 10), checkpoint(2, 20), checkpoint(3, 40, 'void')];

describe('the checkpoint to start from', () => {
  it('is the newest that is not void', () => {
    expect(newestCheckpoint(CHECKPOINTS)?.at).toBe(30);
    expect(newestCheckpoint([])).toBeUndefined();
  });

  it('is the newest before a late reading', () => {
    expect(checkpointBefore(CHECKPOINTS, 21)?.at).toBe(20);
    expect(checkpointBefore(CHECKPOINTS, 20)?.at).toBe(10);
    expect(checkpointBefore(CHECKPOINTS, 10)).toBeUndefined();
  });
});

describe('isBeforeEvaluation', () => {
  it('a reading before the first evaluation differs from one of a new station', () => {
    const upgraded = [checkpoint(0, 30, 'unknown'), checkpoint(1, 50)];
    expect([29, 30, 31, 60].map((at) => isBeforeEvaluation(upgraded, at))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isBeforeEvaluation([checkpoint(0, 30)], 20)).toBe(false);
  });
});

describe('freeSlot', () => {
  it('a void checkpoint is overwritten', () => {
    expect(freeSlot(CHECKPOINTS, 0)).toBe(3);
  });

  it('a checkpoint older than the newest one before the horizon is overwritten', () => {
    const kept = CHECKPOINTS.slice(0, 3);
    expect(freeSlot(kept, 25)).toBe(1);
    expect(freeSlot(kept, 35)).toBe(1);
    expect(freeSlot([checkpoint(0, 30), checkpoint(2, 20)], 30)).toBe(2);
  });

  it('a new slot is used where all checkpoints are needed', () => {
    expect(freeSlot(CHECKPOINTS.slice(0, 3), 15)).toBe(3);
    expect(freeSlot([], 0)).toBe(0);
  });
});
