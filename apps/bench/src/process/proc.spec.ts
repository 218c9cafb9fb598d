import { describe, expect, it } from '@jest/globals';
import { cpuSecondsFrom, machineCpuFrom, peakMegabytesFrom } from './proc.ts';
import { intervalBetween } from './stopwatch.ts';

describe('/proc', () => {
  it('holds the CPU time of a process, whatever its name', () => {
    const stat = '42 (a (strange) name) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 100';
    expect(cpuSecondsFrom(stat)).toBe(3);
  });

  it('holds its peak of memory', () => {
    expect(peakMegabytesFrom('Name:\tnode\nVmHWM:\t  307200 kB\nVmRSS:\t  100 kB\n')).toBe(300);
    expect(peakMegabytesFrom('')).toBe(0);
  });

  it('holds what the machine was busy with, and what was withheld', () => {
    const stat = 'cpu  100 20 30 5000 700 1 2 60 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n';
    expect(machineCpuFrom(stat)).toEqual({ busy: 1.53, steal: 0.6 });
  });
});

describe('intervalBetween', () => {
  it('leaves to strangers what nobody here has used', () => {
    const before = { contender: 1, kafka: 1, database: 1, helpers: 1, busy: 100, steal: 1 };
    const after = { contender: 3, kafka: 2, database: 5, helpers: 2, busy: 110, steal: 2 };
    const peaks = { contender: 1, kafka: 2, database: 3 };
    expect(intervalBetween(before, after, 2, peaks)).toEqual({
      seconds: 2,
      cpuSeconds: { contender: 2, kafka: 1, database: 4 },
      peakMegabytes: peaks,
      othersCores: 1,
      stealCores: 0.5,
    });
  });
});
