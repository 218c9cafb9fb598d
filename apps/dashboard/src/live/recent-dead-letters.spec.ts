import { describe, expect, it } from '@jest/globals';
import type { DeadLetter } from '../contract/pipeline.ts';
import { RecentDeadLetters } from './recent-dead-letters.ts';

const deadLetter = (second: number): DeadLetter => ({
  at: new Date(second * 1_000).toISOString(),
  topic: 'weather_data',
  partition: 0,
  offset: second,
  stage: 'decode',
  reason: 'no JSON',
  key: null,
  value: '',
});
const offsets = (deadLetters: readonly DeadLetter[]): number[] => deadLetters.map(({ offset }) => offset);

describe('RecentDeadLetters', () => {
  it('keeps the newest, whatever partition they come from', () => {
    const recent = new RecentDeadLetters(3);
    recent.add([deadLetter(1), deadLetter(4)]);
    recent.add([deadLetter(2), deadLetter(3)]);
    expect(offsets(recent.list)).toEqual([4, 3, 2]);
  });

  it('tells each once, of very many the newest', () => {
    const recent = new RecentDeadLetters(2);
    recent.add([deadLetter(1)]);
    recent.add([deadLetter(2)]);
    recent.add([deadLetter(3)]);
    expect(offsets(recent.takeUnpublished())).toEqual([3, 2]);
    expect(recent.takeUnpublished()).toEqual([]);
    expect(offsets(recent.list)).toEqual([3, 2]);
  });
});
