import { describe, expect, it } from '@jest/globals';
import { everyStep } from './every-step.ts';

describe('everyStep', () => {
  it('does what comes after a failure, and throws the first one', async () => {
    const done: string[] = [];
    const steps = [
      () => Promise.reject(new Error('no server')),
      () => done.push('apps'),
      () => {
        throw new Error('no folder');
      },
      () => done.push('proxies'),
    ];
    await expect(everyStep(steps)).rejects.toThrow('no server');
    expect(done).toEqual(['apps', 'proxies']);
  });
});
