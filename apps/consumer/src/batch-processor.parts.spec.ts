import { beforeEach, expect, it } from '@jest/globals';
import type { InvalidRecord, PartitionBatch } from '@weather/kafka-client';
import { NO_TRACER, silentLogger } from '@weather/service-runtime';
import { parseMetricSamples } from '@weather/service-runtime/testing';
import type { CommittedOffset, StoreRequest } from '@weather/weather-store/sink';
import { BatchProcessor } from './batch-processor.ts';
import { BatchTraces } from './batch-traces.ts';
import { ConsumerMetrics } from './consumer-metrics.ts';
import { ConsumerLog } from './consumer-log.ts';

const OBSERVED_AT = '2026-01-01T00:00:00Z';
const MOST_AT_ONCE = 2;

const reading = (stationId: string): string =>
  JSON.stringify({ stationId, observedAt: OBSERVED_AT, temperature: 20 });

function batchOf(...values: string[]): PartitionBatch {
  const records = values.map((value, offset) => ({
    offset,
    timestampMs: Date.parse(OBSERVED_AT),
    key: null,
    value: Buffer.from(value),
    headers: {},
  }));
  const nextOffset = values.length;
  return {
    topic: 'weather_data',
    partition: 0,
    fetchedOffset: 0,
    nextOffset,
    highWatermark: nextOffset,
    records,
  };
}

let requests: StoreRequest[];
let deadLetters: InvalidRecord[];
let metrics: ConsumerMetrics;
let stop: AbortController;

function processor(onStored = (): void => undefined): BatchProcessor {
  let committedOffset: CommittedOffset = null;
  return new BatchProcessor({
    group: 'group',
    legacyTimeZone: 'UTC',
    sink: {
      loadCommittedOffset: () => Promise.resolve(committedOffset),
      countForOneTransaction: (_, readings) => Math.min(readings.length, MOST_AT_ONCE),
      store: (request) => {
        requests.push(request);
        committedOffset = request.nextOffset;
        onStored();
        return Promise.resolve({
          kind: 'stored',
          stored: 0,
          duplicates: 0,
          corrections: [],
          exceedances: [],
        });
      },
    },
    deadLetters: {
      publish: (published) => {
        deadLetters.push(...published);
        return Promise.resolve();
      },
    },
    log: new ConsumerLog(silentLogger()),
    metrics,
    traces: new BatchTraces(NO_TRACER, 'group'),
    withStoreRetry: (work) => work(),
    earliestOffset: () => Promise.resolve(0),
    now: () => Date.parse(OBSERVED_AT),
    signal: stop.signal,
  });
}

const values = [reading('a'), reading('b'), '{not JSON', reading('c'), '[]', reading('d'), reading('e')];

beforeEach(() => {
  requests = [];
  deadLetters = [];
  metrics = new ConsumerMetrics('weather_data');
  stop = new AbortController();
});

it('a batch is stored in several transactions if one cannot hold it, each with the offset after its records', async () => {
  await expect(processor().process(batchOf(...values))).resolves.toEqual({ nextOffset: values.length });
  expect(requests.map(({ readings }) => readings.map(({ stationId }) => stationId))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['e'],
  ]);
  expect(
    requests.map(({ committedOffset: from, nextOffset, deadLettered }) => [from, nextOffset, deadLettered]),
  ).toEqual([
    [null, 3, 1],
    [3, 6, 1],
    [6, 7, 0],
  ]);
  expect(deadLetters.map(({ record }) => record.offset)).toEqual([2, 4]);
  expect(parseMetricSamples(await metrics.text(), 'weather_records_read_total')).toEqual({
    '': values.length,
  });
});

it('an app that stops does so between two transactions, and resumes there', async () => {
  const stopping = processor(() => stop.abort());
  await expect(stopping.process(batchOf(...values))).resolves.toEqual({ nextOffset: 3 });
  expect(requests).toHaveLength(1);
});
