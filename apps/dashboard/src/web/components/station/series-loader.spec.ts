import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Series, SeriesQuery } from '../../../contract/readings.ts';
import { HttpError } from '../../../contract/http-error.ts';
import { MS_PER_HOUR } from '../../lib/format.ts';
import { SeriesLoader } from './series-loader.ts';

const LONG_MS = 60_000;

interface SentRequest {
  readonly query: SeriesQuery;
  readonly signal: AbortSignal;
  readonly answer: (times: readonly number[]) => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
}

const shown = signal({ from: 10 * MS_PER_HOUR, to: 11 * MS_PER_HOUR });
const generation = signal(0);
const isVisible = signal(true);
let requests: SentRequest[];
let loader: SeriesLoader;
let stop: () => void;

function seriesOf(times: readonly number[]): Series {
  const values = times.map((time) => time / MS_PER_HOUR);
  return {
    quantity: 'temperature',
    unit: '°C',
    resolution: 'reading',
    times: [...times],
    values,
    flags: times.map(() => 0),
    total: times.length,
  };
}

async function settled(act: () => void): Promise<void> {
  act();
  await jest.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  jest.useFakeTimers();
  requests = [];
  shown.value = { from: 10 * MS_PER_HOUR, to: 11 * MS_PER_HOUR };
  isVisible.value = true;
  loader = new SeriesLoader({
    quantity: 'temperature',
    shown,
    generation,
    isVisible,
    fetch: (query, abort) =>
      new Promise((resolve, reject) => {
        abort.addEventListener('abort', () => reject(abort.reason as Error));
        requests.push({
          query,
          signal: abort,
          answer: (times) => settled(() => resolve(seriesOf(times))),
          fail: (error) => settled(() => reject(error)),
        });
      }),
  });
  stop = loader.start();
});

afterEach(() => {
  stop();
  jest.useRealTimers();
});

describe('SeriesLoader', () => {
  it('loads three times the visible window, so that a small move needs no request', async () => {
    expect(requests[0]?.query).toMatchObject({
      from: new Date(9 * MS_PER_HOUR).toISOString(),
      to: new Date(12 * MS_PER_HOUR).toISOString(),
    });
    await requests[0]?.answer([10 * MS_PER_HOUR]);
    expect([loader.isLoading.peek(), loader.columns.peek().times]).toEqual([false, [10 * MS_PER_HOUR]]);
    shown.value = { from: 10.5 * MS_PER_HOUR, to: 11.5 * MS_PER_HOUR };
    await jest.advanceTimersByTimeAsync(LONG_MS);
    expect(requests).toHaveLength(1);
  });

  it('requests once after the window has settled, and ignores superseded responses', async () => {
    await requests[0]?.answer([10 * MS_PER_HOUR]);
    for (const from of [20, 30, 40]) shown.value = { from: from * MS_PER_HOUR, to: (from + 1) * MS_PER_HOUR };
    await jest.advanceTimersByTimeAsync(LONG_MS);
    expect(requests).toHaveLength(2);
    shown.value = { from: 80 * MS_PER_HOUR, to: 81 * MS_PER_HOUR };
    await jest.advanceTimersByTimeAsync(LONG_MS);
    expect(requests[1]?.signal.aborted).toBe(true);
    await requests[2]?.answer([80 * MS_PER_HOUR]);
    expect([loader.columns.peek().times, loader.error.peek()]).toEqual([[80 * MS_PER_HOUR], null]);
  });

  it('keeps live values that the response does not have yet', async () => {
    loader.add(10.5 * MS_PER_HOUR, 7);
    await requests[0]?.answer([10 * MS_PER_HOUR]);
    expect(loader.columns.peek()).toMatchObject({
      times: [10 * MS_PER_HOUR, 10.5 * MS_PER_HOUR],
      values: [10, 7],
    });
  });

  it('waits until it is visible, and reloads with a new generation', async () => {
    await requests[0]?.answer([]);
    isVisible.value = false;
    generation.value += 1;
    await jest.advanceTimersByTimeAsync(LONG_MS);
    expect(requests).toHaveLength(1);
    isVisible.value = true;
    await jest.advanceTimersByTimeAsync(LONG_MS);
    expect(requests).toHaveLength(2);
  });

  it('retries after a transient error, and shows it', async () => {
    await requests[0]?.fail(new HttpError(503, 'MySQL does not answer'));
    expect(loader.error.peek()).toBe('MySQL does not answer');
    await jest.advanceTimersByTimeAsync(LONG_MS);
    await requests[1]?.answer([10 * MS_PER_HOUR]);
    expect(loader.error.peek()).toBeNull();
  });

  it('does not retry after a permanent error', async () => {
    await requests[0]?.fail(new HttpError(404, 'there is no station roof'));
    await jest.advanceTimersByTimeAsync(LONG_MS);
    expect(requests).toHaveLength(1);
    expect(loader.error.peek()).toBe('there is no station roof');
  });
});
