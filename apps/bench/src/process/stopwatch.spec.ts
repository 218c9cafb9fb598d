import { describe, expect, it } from '@jest/globals';
import { intervalBetween, parseMachineCpu } from './stopwatch.ts';

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

describe('parseMachineCpu', () => {
  it('reads the busy time of the machine and the time withheld by the host', () => {
    const stat = 'cpu  100 20 30 5000 700 1 2 60 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n';
    expect(parseMachineCpu(stat)).toEqual({ busy: 1.53, steal: 0.6 });
  });
});
