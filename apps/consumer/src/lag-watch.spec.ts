import { describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { LagWatch } from './lag-watch.ts';

const watching = (
  partitions: readonly number[],
  endOffsets = (): Promise<ReadonlyMap<number, number>> => Promise.resolve(new Map()),
): LagWatch => new LagWatch({ partitions: () => partitions, endOffsets });

const endsAt = (partition: number, highWatermark: number): { partition: number; highWatermark: number } => ({
  partition,
  highWatermark,
});

describe('LagWatch', () => {
  it('reports how many records are between the committed offset and the end', () => {
    const lag = watching([0, 1]);
    lag.reached(0, 10);
    lag.fetched(endsAt(0, 25));
    lag.reached(1, 7);
    lag.fetched(endsAt(1, 7));
    expect([...lag.lags()]).toEqual([
      [0, 15],
      [1, 0],
    ]);
  });

  it('reports nothing for partitions of other consumers, nor for those with an unknown offset', () => {
    const lag = watching([1, 2]);
    lag.reached(0, 10);
    lag.fetched(endsAt(0, 25));
    lag.reached(1, 10);
    lag.fetched(endsAt(2, 25));
    expect([...lag.lags()]).toEqual([]);
  });

  it('polls the end offsets, since records also arrive while none are fetched', async () => {
    const lag = watching([0], () => Promise.resolve(new Map([[0, 1_000]])));
    lag.reached(0, 10);
    const stop = new AbortController();
    const run = lag.run(stop.signal);
    await eventually(() => expect([...lag.lags()]).toEqual([[0, 990]]));
    stop.abort();
    await run;
  });

  it('reports nothing rather than an old lag while Kafka does not answer', async () => {
    const lag = watching([0], () => Promise.reject(new Error('no such topic')));
    lag.reached(0, 10);
    lag.fetched(endsAt(0, 25));
    const stop = new AbortController();
    const run = lag.run(stop.signal);
    await eventually(() => expect([...lag.lags()]).toEqual([]));
    stop.abort();
    await run;
  });
});
