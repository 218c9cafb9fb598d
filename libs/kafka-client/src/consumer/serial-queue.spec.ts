import { describe, expect, it } from '@jest/globals';
import { SerialQueue } from './serial-queue.ts';

describe('OneAtATime', () => {
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
