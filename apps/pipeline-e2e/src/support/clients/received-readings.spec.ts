import { describe, expect, it } from '@jest/globals';
import { ReceivedReadings } from './received-readings.ts';

describe('ReceivedReadings', () => {
  it('finds no problem when each station counts up from 0', () => {
    const seen = new ReceivedReadings();
    seen.add(
      [
        ['a', 5, 0],
        ['b', 5, 0],
        ['a', 6, 1],
      ],
      8,
    );
    seen.add([['a', 7, 2]], 9);
    expect([seen.count, seen.problems, seen.latencies]).toEqual([4, [], [3, 3, 2, 2]]);
  });

  it.each([
    ['lost', [0, 2], ['a: 2 instead of 1']],
    ['repeated', [0, 0], ['a: 0 instead of 1']],
    ['out of order', [1, 0], ['a: 1 instead of 0', 'a: 0 instead of 2']],
  ])('finds a reading that is %s', (_, numbers, problems) => {
    const seen = new ReceivedReadings();
    seen.add(
      numbers.map((number) => ['a', 0, number] as const),
      0,
    );
    expect(seen.problems).toEqual(problems);
  });
});
