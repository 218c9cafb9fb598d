import { describe, expect, it } from '@jest/globals';
import { PartitionQueue } from './partition-queue.ts';

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
