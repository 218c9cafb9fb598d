import { describe, expect, it } from '@jest/globals';
import { Semaphore } from './semaphore.ts';

describe('AtMost', () => {
  it('runs no more than its number at once, and the others in the order in which they came', async () => {
    const slots = new Semaphore(2);
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const work = (name: string) => (): Promise<void> => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, resolve));
    };
    const all = ['a', 'b', 'c', 'd'].map((name) => slots.run(work(name)));
    expect(begun).toEqual(['a', 'b']);
    ends.get('b')?.();
    await all[1];
    expect(begun).toEqual(['a', 'b', 'c']);
    ends.get('a')?.();
    await all[0];
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    for (const end of ends.values()) end();
    await Promise.all(all);
  });

  it('frees the place of work that failed', async () => {
    const slots = new Semaphore(1);
    await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.run(() => Promise.resolve('done'))).toBe('done');
  });
});
