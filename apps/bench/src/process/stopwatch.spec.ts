import { describe, expect, it } from '@jest/globals';
import { intervalBetween } from './stopwatch.ts';

describe('intervalBetween', () => {
  it('attributes the remaining CPU time to other processes', () => {
    const before = { candidate: 1, kafka: 1, database: 1, helpers: 1, busy: 100, steal: 1 };
    const after = { candidate: 3, kafka: 2, database: 5, helpers: 2, busy: 110, steal: 2 };
    const peaks = { candidate: 1, kafka: 2, database: 3 };
    expect(intervalBetween(before, after, 2, peaks)).toEqual({
      seconds: 2,
      cpuSeconds: { candidate: 2, kafka: 1, database: 4 },
      peakMegabytes: peaks,
      othersCores: 1,
      stealCores: 0.5,
    });
  });
});
