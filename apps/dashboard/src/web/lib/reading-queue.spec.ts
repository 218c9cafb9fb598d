import { effect } from '@preact/signals';
import { describe, expect, it } from '@jest/globals';
import { MAX_STATIONS, ReadingQueue } from './reading-queue.ts';
import { LiveStore } from './store.ts';

function openQueue() {
  const store = new LiveStore(0);
  const frames: (() => void)[] = [];
  let newStations = 0;
  const queue = new ReadingQueue(
    store,
    (draw) => void frames.push(draw),
    () => (newStations += 1),
  );
  return {
    store,
    queue,
    frames,
    drawFrame: () => frames.shift()?.(),
    newStations: () => newStations,
    temperatureOf: (id: string) => store.stations.value.get(id)?.temperature,
  };
}

describe('the queue of readings', () => {
  it('does not replace a current reading by one from the future', () => {
    const { queue, drawFrame, temperatureOf, newStations } = openQueue();
    const now = Date.now();
    const tomorrow = now + 20 * 3_600_000;
    queue.add([
      ['paris', now, 20],
      ['paris', tomorrow, 45],
      ['oslo', tomorrow, 45],
    ]);
    drawFrame();
    queue.add([['paris', tomorrow, 46]]);
    drawFrame();
    expect(temperatureOf('paris')).toBe(20);
    expect(temperatureOf('oslo')).toBeNull();
    expect(newStations()).toBe(1);
  });

  it('applies the latest reading of each station once per frame', () => {
    const { queue, frames, drawFrame, temperatureOf } = openQueue();
    queue.add([
      ['paris', 2, 20],
      ['paris', 1, 10],
      ['oslo', 1, 5],
    ]);
    queue.add([['oslo', 3, 6]]);
    expect(frames).toHaveLength(1);
    drawFrame();
    expect(temperatureOf('paris')).toBe(20);
    expect(temperatureOf('oslo')).toBe(6);
    expect(frames).toHaveLength(0);
  });

  it('reports new stations only', () => {
    const { queue, drawFrame, newStations } = openQueue();
    queue.add([['paris', 1, 20]]);
    drawFrame();
    queue.add([['paris', 2, 21]]);
    drawFrame();
    expect(newStations()).toBe(1);
  });

  it('ignores an older reading', () => {
    const { queue, drawFrame, temperatureOf } = openQueue();
    queue.add([['paris', 5, 20]]);
    drawFrame();
    queue.add([['paris', 4, 99]]);
    drawFrame();
    expect(temperatureOf('paris')).toBe(20);
  });

  it('does not change stations without new readings', () => {
    const { store, queue, drawFrame } = openQueue();
    queue.add([
      ['paris', 1, 20],
      ['oslo', 1, 5],
    ]);
    drawFrame();
    let drawn = 0;
    effect(() => {
      drawn += store.stations.value.get('oslo')?.latest.value ? 1 : 0;
    });
    queue.add([['paris', 2, 21]]);
    drawFrame();
    expect(drawn).toBe(1);
  });

  it('ignores stations beyond the maximum', () => {
    const { store, queue, drawFrame, temperatureOf } = openQueue();
    queue.add(Array.from({ length: MAX_STATIONS + 10 }, (_, n) => [`s${n}`, 1, n]));
    drawFrame();
    queue.add([
      ['one-more', 1, 1],
      ['s0', 2, 40],
    ]);
    drawFrame();
    expect(store.stations.value.size).toBe(MAX_STATIONS);
    expect(temperatureOf('s0')).toBe(40);
  });
});
