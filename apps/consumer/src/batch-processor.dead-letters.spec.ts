import { beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger, type Logger } from '@weather/service-runtime';
import { parseMetricSamples } from '@weather/service-runtime/testing';
import { DeadLetterLimit } from './dead-letter-limit.ts';
import {
  batch,
  OBSERVED_AT,
  ProcessorTest,
  reading,
  SENT_AT,
  stationsOf,
  storedResult,
} from './testing/processor-test.ts';

let test: ProcessorTest;

beforeEach(() => {
  test = new ProcessorTest();
});

describe('BatchProcessor, dead letters', () => {
  it('counts the records of a committed batch, and its dead letters by stage and reason', async () => {
    test.results = [
      { kind: 'fenced', committedOffset: null },
      { ...storedResult, stored: 1, duplicates: 1 },
    ];
    await test.processor().process(batch(0, [reading('a'), reading('a'), '{not JSON']));
    const text = await test.metrics.text();
    expect(parseMetricSamples(text, 'weather_records_read_total')).toEqual({ '': 3 });
    expect(parseMetricSamples(text, 'weather_readings_stored_total')).toEqual({ '': 1 });
    expect(parseMetricSamples(text, 'weather_readings_duplicate_total')).toEqual({ '': 1 });
    expect(parseMetricSamples(text, 'weather_dead_letters_total')).toMatchObject({
      'stage="decode",reason="not-json"': 1,
    });
    expect(parseMetricSamples(text, 'weather_end_to_end_latency_seconds_sum')).toEqual({ '': 4 });
  });

  it('dead-letters a record whose decoding throws, and stores its neighbours', async () => {
    const failing = batch(0, [reading('a'), reading('b'), reading('c')]);
    Object.defineProperty(failing.records[1], 'value', {
      get: () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
    });
    await test.processor().process(failing);
    expect(test.requests.map(stationsOf)).toEqual([['a', 'c']]);
    expect(test.deadLetters.map(({ record, stage, message }) => [record.offset, stage, message])).toEqual([
      [1, 'decode', 'the record could not be decoded: RangeError: Maximum call stack size exceeded'],
    ]);
  });

  it('dead-letters an unreadable batch by its offset range, and stores the records around it', async () => {
    const around = batch(3, [reading('a'), reading('b')]);
    const value = Buffer.from('\0\0\0');
    const unreadable = { firstOffset: 4, lastOffset: 8, reason: 'its checksum is wrong' };
    const [first, last] = around.records.map((record, index) => ({ ...record, offset: index === 0 ? 3 : 9 }));
    const record = { offset: 8, timestampMs: SENT_AT, key: null, value, headers: {}, unreadable };
    const records = [first, record, last].filter((one) => one !== undefined);
    test.committedOffset = 3;
    await test.processor().process({ ...around, records, nextOffset: 10, highWatermark: 10 });
    expect(test.requests).toMatchObject([{ deadLettered: 1, nextOffset: 10 }]);
    expect(test.requests.map(stationsOf)).toEqual([['a', 'b']]);
    expect(test.deadLetters).toMatchObject([
      {
        record,
        stage: 'decode',
        message: 'the batch of the offsets 4 to 8 cannot be read: its checksum is wrong',
      },
    ]);
    expect(parseMetricSamples(await test.metrics.text(), 'weather_dead_letters_total')).toMatchObject({
      'stage="decode",reason="unreadable-batch"': 1,
    });
  });

  it('logs ignored fields whose names are close to known ones, once a second', async () => {
    const lines: string[] = [];
    const logger = silentLogger();
    logger.warn = ((line: string) => lines.push(line)) as unknown as Logger['warn'];
    const values = ['Temperature', 'temprature', 'tempf'].map((name) =>
      JSON.stringify({ stationId: 'a', observedAt: OBSERVED_AT, humidity: 40, [name]: 35 }),
    );
    await test.processor(logger).process(batch(0, values));
    expect(test.requests[0]?.readings).toHaveLength(3);
    expect(lines).toEqual([
      'unknown field Temperature; did you mean temperature? partition 0, offset 0, station a',
    ]);
    const counted = parseMetricSamples(await test.metrics.text(), 'weather_unknown_fields_total');
    expect(counted).toMatchObject({ 'field="temperature"': 2, 'field="humidity"': 0 });
  });

  it('dead-letters invalid records before it stores the others', async () => {
    await test.processor().process(batch(0, [reading('a'), '{not JSON', reading('b')]));
    expect(test.order).toEqual(['dead letter', 'store']);
    expect(test.deadLetters.map(({ record, stage, topic }) => [record.offset, stage, topic])).toEqual([
      [1, 'decode', 'weather_data'],
    ]);
    expect(test.requests[0]?.deadLettered).toBe(1);
    expect(test.requests.map(stationsOf)).toEqual([['a', 'b']]);
  });

  it('an offset that keeps changing ends with an error, and each dead letter is sent once', async () => {
    test.results = Array.from({ length: 20 }, () => ({ kind: 'fenced', committedOffset: null }));
    await expect(test.processor().process(batch(0, [reading('a'), '{not JSON']))).rejects.toThrow(
      /the committed offset of partition 0 of weather_data for the group "group" differed/,
    );
    expect(test.deadLetters.map(({ record }) => record.offset)).toEqual([1]);
  });

  it('dead-letters readings that the database rejects, and stores their neighbours', async () => {
    test.rejectedStation = 'b';
    await test.processor().process(batch(0, [reading('a'), reading('b'), reading('c')]));
    expect(test.requests.map(stationsOf)).toEqual([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ]);
    expect(test.deadLetters.map(({ record, stage, message }) => [record.offset, stage, message])).toEqual([
      [1, 'store', 'CHECK failed'],
    ]);
    expect(test.requests.at(-1)).toMatchObject({ nextOffset: 3, deadLettered: 1 });
  });

  it('stops when the limit on dead letters is exceeded, after the commit', async () => {
    test.deadLetterLimit = new DeadLetterLimit(50, 4);
    const consumer = test.processor();
    await expect(consumer.process(batch(0, [reading('a'), '{', '{']))).resolves.toEqual({ nextOffset: 3 });
    await expect(consumer.process(batch(3, ['{', reading('b')]))).rejects.toThrow(
      /more than 50 % of the last 4 records are invalid/,
    );
    expect(test.deadLetters.map(({ record }) => record.offset)).toEqual([1, 2, 3]);
    expect(test.requests.map(({ nextOffset, deadLettered }) => [nextOffset, deadLettered])).toEqual([
      [3, 2],
      [5, 1],
    ]);
    expect(test.requests.map(stationsOf)).toEqual([['a'], ['b']]);
  });

  it('counts rejected rows towards the limit, and a record once when its batch is stored again', async () => {
    test.deadLetterLimit = new DeadLetterLimit(50, 4);
    test.rejectedStation = 'b';
    test.results = [{ kind: 'fenced', committedOffset: null }];
    const consumer = test.processor();
    await expect(consumer.process(batch(0, [reading('a'), reading('b'), '{']))).resolves.toBeDefined();
    await expect(consumer.process(batch(3, [reading('b')]))).rejects.toThrow(/weather_data\/0\/3/);
  });
});
