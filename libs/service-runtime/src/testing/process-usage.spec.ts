import { describe, expect, it } from '@jest/globals';
import { parseCpuSeconds, parsePeakMegabytes } from './process-usage.ts';

describe('/proc', () => {
  it('holds the CPU time of a process, whatever its name', () => {
    const stat = '42 (a (strange) name) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 100';
    expect(parseCpuSeconds(stat)).toBe(3);
  });

  it('holds its peak of memory', () => {
    expect(parsePeakMegabytes('Name:\tnode\nVmHWM:\t  307200 kB\nVmRSS:\t  100 kB\n')).toBe(300);
    expect(parsePeakMegabytes('')).toBe(0);
  });
});
