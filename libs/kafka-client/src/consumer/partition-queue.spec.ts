import { describe, expect, it } from '@jest/globals';
import { PartitionQueue, Semaphore, SerialQueue } from './partition-queue.ts';

describe('PartitionQueue', () => {
  it('keeps the order within a partition, and no partition waits for another', async () => {
    const queue = new PartitionQueue(2);
    const order: string[] = [];
    const slow = Promise.withResolvers<undefined>();
    const first = queue.add(0, async () => {
      await slow.promise;
      order.push('first of 0');
    });
    const second = queue.add(0, () => Promise.resolve(order.push('second of 0')));
    await queue.add(1, () => Promise.resolve(order.push('first of 1')));
    slow.resolve(undefined);
    await Promise.all([first, second]);
    expect(order).toEqual(['first of 1', 'first of 0', 'second of 0']);
  });

  it('lets a partition wait while as many as allowed are worked on', async () => {
    const queue = new PartitionQueue(1);
    const order: string[] = [];
    const slow = Promise.withResolvers<undefined>();
    const first = queue.add(0, () => slow.promise.then(() => order.push('of 0')));
    const second = queue.add(1, () => Promise.resolve(order.push('of 1')));
    slow.resolve(undefined);
    await Promise.all([first, second]);
    expect(order).toEqual(['of 0', 'of 1']);
  });

  it('hands a failure to whoever added the work, and goes on', async () => {
    const queue = new PartitionQueue(2);
    const failing = queue.add(0, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await queue.add(0, () => Promise.resolve('done'))).toBe('done');
  });

  it('is idle when all work has ended', async () => {
    const queue = new PartitionQueue(2);
    let ended = false;
    void queue.add(0, async () => {
      await Promise.resolve();
      ended = true;
    });
    await queue.idle();
    expect(ended).toBe(true);
  });
});

describe('SerialQueue', () => {
  it('begins a piece of work when the one before has ended, even if it failed', async () => {
    const queue = new SerialQueue();
    const order: string[] = [];
    const slow = Promise.withResolvers<undefined>();
    const first = queue.add(async () => {
      order.push('first begins');
      await slow.promise;
      throw new Error('first failed');
    });
    const second = queue.add(() => Promise.resolve(order.push('second begins')));
    order.push('both added');
    slow.resolve(undefined);
    await expect(first).rejects.toThrow('first failed');
    await second;
    expect(order).toEqual(['both added', 'first begins', 'second begins']);
  });

  it('is idle when nothing is in hand', async () => {
    const queue = new SerialQueue();
    await queue.idle();
    let isDone = false;
    void queue.add(() => Promise.resolve().then(() => (isDone = true)));
    await queue.idle();
    expect(isDone).toBe(true);
  });
});

describe('Semaphore', () => {
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
