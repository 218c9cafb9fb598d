import { describe, expect, it } from '@jest/globals';
import { checkpointBefore, freeSlot, isBeforeJudging, newestCheckpoint } from './choose-checkpoint.ts';
import type { CheckpointKind, CheckpointSlot } from './station-checkpoints.ts';

const checkpoint = (slot: number, at: number, kind: CheckpointKind = 'state'): CheckpointSlot => ({
  station: 1,
  slot,
  at,
  kind,
});
const CHECKPOINTS = [checkpoint(0, 30), checkpoint(1, 10), checkpoint(2, 20), checkpoint(3, 40, 'void')];

describe('the checkpoint to begin from', () => {
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

describe('isBeforeJudging', () => {
  it('tells a reading among those that were there before from one of a station that has just begun', () => {
    const upgraded = [checkpoint(0, 30, 'unknown'), checkpoint(1, 50)];
    expect([29, 30, 31, 60].map((at) => isBeforeJudging(upgraded, at))).toEqual([true, true, false, false]);
    expect(isBeforeJudging([checkpoint(0, 30)], 20)).toBe(false);
  });
});

describe('freeSlot', () => {
  it('takes the place of a void checkpoint', () => {
    expect(freeSlot(CHECKPOINTS, 0)).toBe(3);
  });

  it('takes the place of one that is older than the one before the horizon', () => {
    const kept = CHECKPOINTS.slice(0, 3);
    expect(freeSlot(kept, 25)).toBe(1);
    expect(freeSlot(kept, 35)).toBe(1);
    expect(freeSlot([checkpoint(0, 30), checkpoint(2, 20)], 30)).toBe(2);
  });

  it('takes a new place where all are needed', () => {
    expect(freeSlot(CHECKPOINTS.slice(0, 3), 15)).toBe(3);
    expect(freeSlot([], 0)).toBe(0);
  });
});
