import { beforeEach, describe, expect, it } from '@jest/globals';
import type { InvalidRecord, PartitionBatch } from '@weather/kafka-client';
import { NO_TRACER, silentLogger, WaitAbortedError, type Logger } from '@weather/service-runtime';
import { parseMetricSamples } from '@weather/service-runtime/testing';
import type { CommittedOffset, StoreRequest, StoreResult } from '@weather/weather-store';
import { BatchProcessor } from './batch-processor.ts';
import { BatchTraces } from './batch-traces.ts';
import { ConsumerMetrics } from './consumer-metrics.ts';
import { ConsumptionLog } from './consumption-log.ts';
import { DeadLetterLimit } from './dead-letter-limit.ts';

const OBSERVED_AT = '2026-01-01T00:00:00Z';
const SENT_AT = Date.parse(OBSERVED_AT);

let committedOffset: CommittedOffset;
let requests: StoreRequest[];
let letters: InvalidRecord[];
let results: StoreResult[];
let order: string[];
let earliest: number;
let metrics: ConsumerMetrics;
let refuseStation: string | undefined;
let stop: AbortController;
let deadLetterLimit: DeadLetterLimit | undefined;

const storedResult: StoreResult = {
  kind: 'stored',
  stored: 0,
  duplicates: 0,
  corrections: [],
  exceedances: [],
};

const refusal = (readings: StoreRequest['readings']): StoreResult => ({
  kind: 'rejected',
  rejected: readings.map((reading) => ({ reading, reason: 'CHECK failed' })),
});

function processor(logger: Logger = silentLogger()): BatchProcessor {
  return new BatchProcessor({
    group: 'group',
    legacyTimeZone: 'UTC',
    sink: {
      loadCommittedOffset: () => Promise.resolve(committedOffset),
      countForOneTransaction: (_, readings) => readings.length,
      store: (request) => {
        order.push('store');
        requests.push(request);
        const refused = request.readings.filter(({ stationId }) => stationId === refuseStation);
        if (refused.length > 0) return Promise.resolve(refusal(refused));
        return Promise.resolve(results.shift() ?? storedResult);
      },
    },
    deadLetters: {
      publish: (published) => {
        order.push('dead letter');
        letters.push(...published);
        return Promise.resolve();
      },
    },
    log: new ConsumptionLog(logger),
    metrics,
    traces: new BatchTraces(NO_TRACER, 'group'),
    withStoreRetry: (work) => work(),
    earliestOffset: () => Promise.resolve(earliest),
    deadLetterLimit,
    now: () => Date.parse(OBSERVED_AT),
    signal: stop.signal,
  });
}

function batch(
  first: number,
  values: readonly string[],
  bounds: Partial<PartitionBatch> = {},
): PartitionBatch {
  const records = values.map((value, index) => ({
    offset: first + index,
    timestampMs: SENT_AT,
    key: null,
    value: Buffer.from(value),
    headers: {},
  }));
  const nextOffset = first + values.length;
  return {
    topic: 'weather_data',
    partition: 0,
    fetchedOffset: first,
    nextOffset,
    highWatermark: nextOffset,
    records,
    ...bounds,
  };
}

const reading = (stationId: string): string =>
  JSON.stringify({ stationId, observedAt: OBSERVED_AT, temperature: 20 });
const stationsOf = ({ readings }: StoreRequest): string[] => readings.map(({ stationId }) => stationId);

describe('BatchProcessor', () => {
  beforeEach(() => {
    committedOffset = null;
    requests = [];
    letters = [];
    results = [];
    order = [];
    earliest = 0;
    metrics = new ConsumerMetrics('weather_data', () => SENT_AT + 2_000);
    refuseStation = undefined;
    stop = new AbortController();
    deadLetterLimit = undefined;
  });

  it('stores the readings of a batch with the position after it', async () => {
    const processing = processor().process(batch(0, [reading('a'), reading('b')]));
    await expect(processing).resolves.toEqual({ nextOffset: 2 });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      key: { group: 'group', topic: 'weather_data', partition: 0 },
      committedOffset: null,
      nextOffset: 2,
      deadLettered: 0,
      expired: 0,
    });
    expect(requests.map(stationsOf)).toEqual([['a', 'b']]);
  });

  it('counts the records of a batch once it is committed, and its dead letters by their kind', async () => {
    results = [
      { kind: 'fenced', committedOffset: null },
      { ...storedResult, stored: 1, duplicates: 1 },
    ];
    await processor().process(batch(0, [reading('a'), reading('a'), '{not JSON']));
    const text = await metrics.text();
    expect(parseMetricSamples(text, 'weather_records_read_total')).toEqual({ '': 3 });
    expect(parseMetricSamples(text, 'weather_readings_stored_total')).toEqual({ '': 1 });
    expect(parseMetricSamples(text, 'weather_readings_duplicate_total')).toEqual({ '': 1 });
    expect(parseMetricSamples(text, 'weather_dead_letters_total')).toMatchObject({
      'stage="decode",reason="not-json"': 1,
    });
    expect(parseMetricSamples(text, 'weather_end_to_end_latency_seconds_sum')).toEqual({ '': 4 });
  });

  it('dead-letters a record on which decoding itself fails, and stores its neighbours', async () => {
    const failing = batch(0, [reading('a'), reading('b'), reading('c')]);
    Object.defineProperty(failing.records[1], 'value', {
      get: () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
    });
    await processor().process(failing);
    expect(requests.map(stationsOf)).toEqual([['a', 'c']]);
    expect(letters.map(({ record, stage, reason }) => [record.offset, stage, reason])).toEqual([
      [1, 'decode', 'the record could not be decoded: RangeError: Maximum call stack size exceeded'],
    ]);
  });

  it('dead-letters a batch that cannot be read by its offsets, and stores what is around it', async () => {
    const around = batch(3, [reading('a'), reading('b')]);
    const value = Buffer.from('\0\0\0');
    const unreadable = { firstOffset: 4, lastOffset: 8, reason: 'its checksum is wrong' };
    const [first, last] = around.records.map((record, index) => ({ ...record, offset: index === 0 ? 3 : 9 }));
    const record = { offset: 8, timestampMs: SENT_AT, key: null, value, headers: {}, unreadable };
    const records = [first, record, last].filter((one) => one !== undefined);
    committedOffset = 3;
    await processor().process({ ...around, records, nextOffset: 10, highWatermark: 10 });
    expect(requests).toMatchObject([{ deadLettered: 1, nextOffset: 10 }]);
    expect(requests.map(stationsOf)).toEqual([['a', 'b']]);
    expect(letters).toMatchObject([
      {
        record,
        stage: 'decode',
        reason: 'the batch of the offsets 4 to 8 cannot be read: its checksum is wrong',
      },
    ]);
    expect(parseMetricSamples(await metrics.text(), 'weather_dead_letters_total')).toMatchObject({
      'stage="decode",reason="unreadable-batch"': 1,
    });
  });

  it('says which fields were ignored that are nearly known, once a second', async () => {
    const lines: string[] = [];
    const logger = silentLogger();
    logger.warn = ((line: string) => lines.push(line)) as unknown as Logger['warn'];
    const values = ['Temperature', 'temprature', 'tempf'].map((name) =>
      JSON.stringify({ stationId: 'a', observedAt: OBSERVED_AT, humidity: 40, [name]: 35 }),
    );
    await processor(logger).process(batch(0, values));
    expect(requests[0]?.readings).toHaveLength(3);
    expect(lines).toEqual([
      'unknown field Temperature; did you mean temperature? partition 0, offset 0, station a',
    ]);
    const counted = parseMetricSamples(await metrics.text(), 'weather_unknown_fields_total');
    expect(counted).toMatchObject({ 'field="temperature"': 2, 'field="humidity"': 0 });
  });

  it('a correction is logged', async () => {
    const lines: string[] = [];
    const logger = silentLogger();
    logger.info = ((line: string) => lines.push(line)) as unknown as Logger['info'];
    const corrections = [{ stationId: 'a', observedAt: Date.parse(OBSERVED_AT), temperature: 12 }];
    results = [{ ...storedResult, corrections }];
    await processor(logger).process(batch(0, [reading('a')]));
    expect(lines).toEqual([`reading corrected: a 12 °C at ${new Date(OBSERVED_AT).toISOString()}`]);
  });

  it('skips records below the stored position', async () => {
    committedOffset = 8;
    await processor().process(batch(7, [reading('a'), reading('b')]));
    expect(requests.map(stationsOf)).toEqual([['b']]);
  });

  it('records that were decoded ahead are stored from the committed offset on', async () => {
    const consumer = processor();
    const ahead = batch(7, [reading('a'), '{not JSON', reading('b'), '{not JSON either']);
    consumer.decodeAhead(ahead);
    committedOffset = 9;
    await consumer.process(Object.assign(ahead, { records: [] }));
    expect(requests.map(stationsOf)).toEqual([['b']]);
    expect(letters.map(({ record }) => record.offset)).toEqual([10]);
  });

  it('dead-letters what is no reading before it stores the rest', async () => {
    await processor().process(batch(0, [reading('a'), '{not JSON', reading('b')]));
    expect(order).toEqual(['dead letter', 'store']);
    expect(letters.map(({ record, stage, topic }) => [record.offset, stage, topic])).toEqual([
      [1, 'decode', 'weather_data'],
    ]);
    expect(requests[0]?.deadLettered).toBe(1);
    expect(requests.map(stationsOf)).toEqual([['a', 'b']]);
  });

  it('does not ask for the position again while batches follow on', async () => {
    const consumer = processor();
    await consumer.process(batch(0, [reading('a')]));
    committedOffset = 999;
    await consumer.process(batch(1, [reading('b')]));
    expect(requests.map(({ committedOffset: known }) => known)).toEqual([null, 1]);
  });

  it('aligns again when another owner has moved the position', async () => {
    results = [{ kind: 'fenced', committedOffset: 1 }];
    const consumer = processor();
    const processing = consumer.process(batch(0, [reading('a'), reading('b')]));
    committedOffset = 1;
    await expect(processing).resolves.toEqual({ nextOffset: 2 });
    expect(requests.map(stationsOf)).toEqual([['a', 'b'], ['b']]);
  });

  it('an offset that keeps changing ends with an error, and each dead letter is sent once', async () => {
    results = Array.from({ length: 20 }, () => ({ kind: 'fenced', committedOffset: null }));
    await expect(processor().process(batch(0, [reading('a'), '{not JSON']))).rejects.toThrow(
      /the committed offset of partition 0 of weather_data for the group "group" differed/,
    );
    expect(letters.map(({ record }) => record.offset)).toEqual([1]);
  });

  it('ends its attempts at a position that keeps moving when the app stops', async () => {
    results = Array.from({ length: 20 }, () => ({ kind: 'fenced', committedOffset: null }));
    const processing = processor().process(batch(0, [reading('a')]));
    stop.abort();
    await expect(processing).rejects.toThrow(WaitAbortedError);
  });

  it('dead-letters readings that the database refuses and stores their neighbours', async () => {
    refuseStation = 'b';
    await processor().process(batch(0, [reading('a'), reading('b'), reading('c')]));
    expect(requests.map(stationsOf)).toEqual([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ]);
    expect(letters.map(({ record, stage, reason }) => [record.offset, stage, reason])).toEqual([
      [1, 'store', 'CHECK failed'],
    ]);
    expect(requests.at(-1)).toMatchObject({ nextOffset: 3, deadLettered: 1 });
  });

  it('stops when the limit on dead letters is exceeded, after the commit', async () => {
    deadLetterLimit = new DeadLetterLimit(50, 4);
    const consumer = processor();
    await expect(consumer.process(batch(0, [reading('a'), '{', '{']))).resolves.toEqual({ nextOffset: 3 });
    await expect(consumer.process(batch(3, ['{', reading('b')]))).rejects.toThrow(
      /more than 50 % of the last 4 records are invalid/,
    );
    expect(letters.map(({ record }) => record.offset)).toEqual([1, 2, 3]);
    expect(requests.map(({ nextOffset, deadLettered }) => [nextOffset, deadLettered])).toEqual([
      [3, 2],
      [5, 1],
    ]);
    expect(requests.map(stationsOf)).toEqual([['a'], ['b']]);
  });

  it('counts for the limit what the database refuses, and each record once when it is stored again', async () => {
    deadLetterLimit = new DeadLetterLimit(50, 4);
    refuseStation = 'b';
    results = [{ kind: 'fenced', committedOffset: null }];
    const consumer = processor();
    await expect(consumer.process(batch(0, [reading('a'), reading('b'), '{']))).resolves.toBeDefined();
    await expect(consumer.process(batch(3, [reading('b')]))).rejects.toThrow(/weather_data\/0\/3/);
  });

  it('seeks back twice, then counts what Kafka no longer has as lost', async () => {
    committedOffset = 10;
    earliest = 15;
    const consumer = processor();
    const late = batch(15, [reading('a')]);
    await expect(consumer.process(late)).resolves.toEqual({ nextOffset: 10 });
    await expect(consumer.process(late)).resolves.toEqual({ nextOffset: 10 });
    expect(requests).toEqual([]);
    await expect(consumer.process(late)).resolves.toEqual({ nextOffset: 16 });
    expect(requests[0]).toMatchObject({ committedOffset: 10, nextOffset: 16, expired: 5 });
  });

  it('takes what was fetched before it sought back for no gap', async () => {
    committedOffset = 10;
    const consumer = processor();
    await consumer.process(batch(20, [reading('c')]));
    await expect(consumer.process(batch(21, [reading('d')]))).resolves.toEqual({ nextOffset: 10 });
    await consumer.process(batch(10, [reading('a'), reading('b')]));
    expect(requests.map(stationsOf)).toEqual([['a', 'b']]);
    expect(requests[0]).toMatchObject({ committedOffset: 10, expired: 0 });
  });

  it('loses nothing over a hole that was never filled', async () => {
    committedOffset = 10;
    earliest = 3;
    const consumer = processor();
    const late = batch(15, [reading('a')]);
    for (let fetched = 0; fetched < 3; fetched++) await consumer.process(late);
    expect(requests[0]?.expired).toBe(0);
  });

  it('a topic that was recreated is read from its start', async () => {
    committedOffset = 500;
    const consumer = processor();
    const anew = batch(0, [reading('a')], { highWatermark: 1 });
    await expect(consumer.process(anew)).resolves.toEqual({ nextOffset: 500 });
    await expect(consumer.process(anew)).resolves.toEqual({ nextOffset: 500 });
    expect(requests).toEqual([]);
    await consumer.process(anew);
    expect(requests[0]).toMatchObject({ committedOffset: 500, nextOffset: 1 });
    expect(requests.map(stationsOf)).toEqual([['a']]);
  });

  it('a partition is fetched from its committed offset, or from the start of the log', async () => {
    const consumer = processor();
    await expect(consumer.loadNextOffset('weather_data', 0)).resolves.toBe(0);
    committedOffset = 41;
    await expect(consumer.loadNextOffset('weather_data', 0)).resolves.toBe(41);
  });

  it('lets what is neither a bad record nor an outage through', async () => {
    const consumer = processor();
    results = [];
    const failing = Object.assign(batch(0, [reading('a')]), { records: null });
    await expect(consumer.process(failing as unknown as PartitionBatch)).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });
});
