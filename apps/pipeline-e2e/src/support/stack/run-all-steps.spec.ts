import { describe, expect, it } from '@jest/globals';
import { runAllSteps } from './run-all-steps.ts';

describe('everyStep', () => {
  it('runs the steps after a failure, and throws the first failure', async () => {
    const done: string[] = [];
    const steps = [
      () => Promise.reject(new Error('no server')),
      () => done.push('apps'),
      () => {
        throw new Error('no folder');
      },
      () => done.push('proxies'),
    ];
    await expect(runAllSteps(steps)).rejects.toThrow('no server');
    expect(done).toEqual(['apps', 'proxies']);
  });
});
