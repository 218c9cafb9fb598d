import { describe, expect, it } from '@jest/globals';
import type { DeadLetter } from '../contract/pipeline.ts';
import { RecentDeadLetters } from './recent-dead-letters.ts';

const letter = (second: number): DeadLetter => ({
  at: new Date(second * 1_000).toISOString(),
  topic: 'weather_data',
  partition: 0,
  offset: second,
  stage: 'decode',
  reason: 'no JSON',
  key: null,
  value: '',
});
const offsets = (letters: readonly DeadLetter[]): number[] => letters.map(({ offset }) => offset);

describe('RecentDeadLetters', () => {
  it('keeps the newest, whatever partition they come from', () => {
    const recent = new RecentDeadLetters(3);
    recent.add([letter(1), letter(4)]);
    recent.add([letter(2), letter(3)]);
    expect(offsets(recent.list)).toEqual([4, 3, 2]);
  });

  it('tells each once, of very many the newest', () => {
    const recent = new RecentDeadLetters(2);
    recent.add([letter(1)]);
    recent.add([letter(2)]);
    recent.add([letter(3)]);
    expect(offsets(recent.takeUntold())).toEqual([3, 2]);
    expect(recent.takeUntold()).toEqual([]);
    expect(offsets(recent.list)).toEqual([3, 2]);
  });
});
