import { describe, expect, it } from '@jest/globals';
import { PartitionQueue, Semaphore, SerialQueue } from './partition-queue.ts';

describe('PartitionQueue', () => {
  it('keeps the order within a partition and runs partitions independently', async () => {
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

  it('queues a partition while the maximum number is being processed', async () => {
    const queue = new PartitionQueue(1);
    const order: string[] = [];
    const slow = Promise.withResolvers<undefined>();
    const first = queue.add(0, () => slow.promise.then(() => order.push('of 0')));
    const second = queue.add(1, () => Promise.resolve(order.push('of 1')));
    slow.resolve(undefined);
    await Promise.all([first, second]);
    expect(order).toEqual(['of 0', 'of 1']);
  });

  it('rejects the failed task only and continues with the next one', async () => {
    const queue = new PartitionQueue(2);
    const failing = queue.add(0, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await queue.add(0, () => Promise.resolve('done'))).toBe('done');
  });

  it('is idle when all tasks have ended', async () => {
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
  it('starts a task when the one before has ended, even if it failed', async () => {
    const queue = new SerialQueue();
    const order: string[] = [];
    const slow = Promise.withResolvers<undefined>();
    const first = queue.add(async () => {
      order.push('first starts');
      await slow.promise;
      throw new Error('first failed');
    });
    const second = queue.add(() => Promise.resolve(order.push('second starts')));
    order.push('both added');
    slow.resolve(undefined);
    await expect(first).rejects.toThrow('first failed');
    await second;
    expect(order).toEqual(['both added', 'first starts', 'second starts']);
  });

  it('is idle when no task is in flight', async () => {
    const queue = new SerialQueue();
    await queue.idle();
    let isDone = false;
    void queue.add(() => Promise.resolve().then(() => (isDone = true)));
    await queue.idle();
    expect(isDone).toBe(true);
  });
});

describe('Semaphore', () => {
  it('runs a limited number of tasks at a time, in the order of their arrival', async () => {
    const slots = new Semaphore(2);
    const started: string[] = [];
    const ends = new Map<string, () => void>();
    const task = (name: string) => (): Promise<void> => {
      started.push(name);
      return new Promise((resolve) => ends.set(name, resolve));
    };
    const all = ['a', 'b', 'c', 'd'].map((name) => slots.run(task(name)));
    expect(started).toEqual(['a', 'b']);
    ends.get('b')?.();
    await all[1];
    expect(started).toEqual(['a', 'b', 'c']);
    ends.get('a')?.();
    await all[0];
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    for (const end of ends.values()) end();
    await Promise.all(all);
  });

  it('frees the slot of a task that failed', async () => {
    const slots = new Semaphore(1);
    await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.run(() => Promise.resolve('done'))).toBe('done');
  });
});
