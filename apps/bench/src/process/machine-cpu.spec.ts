import { describe, expect, it } from '@jest/globals';
import { machineCpuFrom } from './machine-cpu.ts';

describe('/proc', () => {
  it('yields the busy time of the machine and the time withheld by the host', () => {
    const stat = 'cpu  100 20 30 5000 700 1 2 60 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n';
    expect(machineCpuFrom(stat)).toEqual({ busy: 1.53, steal: 0.6 });
  });
});
