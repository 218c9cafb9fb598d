import { describe, expect, it } from '@jest/globals';
import type { StoreRequest, StoreResult } from '@weather/weather-store/sink';
import { timedSink } from './timed-sink.ts';

const REQUEST: StoreRequest = {
  key: { group: 'g', topic: 't', partition: 0 },
  committedOffset: null,
  nextOffset: 1,
  readings: [],
  deadLettered: 0,
  expired: 0,
};

async function timesOf(result: Promise<StoreResult>): Promise<number[]> {
  const times: number[] = [];
  const inner = {
    loadCommittedOffset: () => Promise.resolve(null),
    countForOneTransaction: () => 1,
    store: () => result,
  };
  const sink = timedSink(inner, (seconds) => times.push(seconds));
  await sink.store(REQUEST).catch(() => undefined);
  return times;
}

describe('timedSink', () => {
  it('reports the time of a transaction that stored a batch', async () => {
    const stored: StoreResult = {
      kind: 'stored',
      stored: 0,
      duplicates: 0,
      corrections: [],
      exceedances: [],
    };
    expect(await timesOf(Promise.resolve(stored))).toEqual([expect.any(Number)]);
  });

  it('reports no time of one that stored nothing', async () => {
    expect(await timesOf(Promise.resolve({ kind: 'fenced', committedOffset: 5 }))).toEqual([]);
    expect(await timesOf(Promise.reject(new Error('unreachable')))).toEqual([]);
  });
});
