import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PartitionBatch } from '@weather/kafka-client';
import { silentLogger, WaitAbortedError, type Logger } from '@weather/service-runtime';
import {
  batch,
  OBSERVED_AT,
  ProcessorTest,
  reading,
  stationsOf,
  storedResult,
} from './testing/processor-test.ts';

let test: ProcessorTest;

beforeEach(() => {
  test = new ProcessorTest();
});

describe('BatchProcessor', () => {
  it('stores the readings of a batch with its next offset', async () => {
    const processing = test.processor().process(batch(0, [reading('a'), reading('b')]));
    await expect(processing).resolves.toEqual({ nextOffset: 2 });
    expect(test.requests).toHaveLength(1);
    expect(test.requests[0]).toMatchObject({
      key: { group: 'group', topic: 'weather_data', partition: 0 },
      committedOffset: null,
      nextOffset: 2,
      deadLettered: 0,
      expired: 0,
    });
    expect(test.requests.map(stationsOf)).toEqual([['a', 'b']]);
  });

  it('a correction is logged', async () => {
    const lines: string[] = [];
    const logger = silentLogger();
    logger.info = ((line: string) => lines.push(line)) as unknown as Logger['info'];
    const corrections = [{ stationId: 'a', observedAt: Date.parse(OBSERVED_AT), temperature: 12 }];
    test.results = [{ ...storedResult, corrections }];
    await test.processor(logger).process(batch(0, [reading('a')]));
    expect(lines).toEqual([`reading corrected: a 12 °C at ${new Date(OBSERVED_AT).toISOString()}`]);
  });

  it('skips records below the committed offset', async () => {
    test.committedOffset = 8;
    await test.processor().process(batch(7, [reading('a'), reading('b')]));
    expect(test.requests.map(stationsOf)).toEqual([['b']]);
  });

  it('records that were decoded ahead are stored from the committed offset on', async () => {
    const consumer = test.processor();
    const ahead = batch(7, [reading('a'), '{not JSON', reading('b'), '{not JSON either']);
    consumer.decodeAhead(ahead);
    test.committedOffset = 9;
    await consumer.process(Object.assign(ahead, { records: [] }));
    expect(test.requests.map(stationsOf)).toEqual([['b']]);
    expect(test.deadLetters.map(({ record }) => record.offset)).toEqual([10]);
  });

  it('does not load the committed offset while batches are consecutive', async () => {
    const consumer = test.processor();
    await consumer.process(batch(0, [reading('a')]));
    test.committedOffset = 999;
    await consumer.process(batch(1, [reading('b')]));
    expect(test.requests.map(({ committedOffset: known }) => known)).toEqual([null, 1]);
  });

  it('reconciles the offset again when it is fenced by another owner', async () => {
    test.results = [{ kind: 'fenced', committedOffset: 1 }];
    const consumer = test.processor();
    const processing = consumer.process(batch(0, [reading('a'), reading('b')]));
    test.committedOffset = 1;
    await expect(processing).resolves.toEqual({ nextOffset: 2 });
    expect(test.requests.map(stationsOf)).toEqual([['a', 'b'], ['b']]);
  });

  it('stops retrying a fenced batch when the app stops', async () => {
    test.results = Array.from({ length: 20 }, () => ({ kind: 'fenced', committedOffset: null }));
    const processing = test.processor().process(batch(0, [reading('a')]));
    test.stop.abort();
    await expect(processing).rejects.toThrow(WaitAbortedError);
  });

  it('seeks back twice, then counts records that Kafka no longer has as expired', async () => {
    test.committedOffset = 10;
    test.earliest = 15;
    const consumer = test.processor();
    const late = batch(15, [reading('a')]);
    await expect(consumer.process(late)).resolves.toEqual({ nextOffset: 10 });
    await expect(consumer.process(late)).resolves.toEqual({ nextOffset: 10 });
    expect(test.requests).toEqual([]);
    await expect(consumer.process(late)).resolves.toEqual({ nextOffset: 16 });
    expect(test.requests[0]).toMatchObject({ committedOffset: 10, nextOffset: 16, expired: 5 });
  });

  it('does not take a batch that was fetched before the seek for a gap', async () => {
    test.committedOffset = 10;
    const consumer = test.processor();
    await consumer.process(batch(20, [reading('c')]));
    await expect(consumer.process(batch(21, [reading('d')]))).resolves.toEqual({ nextOffset: 10 });
    await consumer.process(batch(10, [reading('a'), reading('b')]));
    expect(test.requests.map(stationsOf)).toEqual([['a', 'b']]);
    expect(test.requests[0]).toMatchObject({ committedOffset: 10, expired: 0 });
  });

  it('counts nothing as expired for offsets that were never filled', async () => {
    test.committedOffset = 10;
    test.earliest = 3;
    const consumer = test.processor();
    const late = batch(15, [reading('a')]);
    for (let fetched = 0; fetched < 3; fetched++) await consumer.process(late);
    expect(test.requests[0]?.expired).toBe(0);
  });

  it('a topic that was recreated is read from its start', async () => {
    test.committedOffset = 500;
    const consumer = test.processor();
    const recreated = batch(0, [reading('a')], { highWatermark: 1 });
    await expect(consumer.process(recreated)).resolves.toEqual({ nextOffset: 500 });
    await expect(consumer.process(recreated)).resolves.toEqual({ nextOffset: 500 });
    expect(test.requests).toEqual([]);
    await consumer.process(recreated);
    expect(test.requests[0]).toMatchObject({ committedOffset: 500, nextOffset: 1 });
    expect(test.requests.map(stationsOf)).toEqual([['a']]);
  });

  it('a partition is fetched from its committed offset, or from the start of the log', async () => {
    const consumer = test.processor();
    await expect(consumer.loadNextOffset('weather_data', 0)).resolves.toBe(0);
    test.committedOffset = 41;
    await expect(consumer.loadNextOffset('weather_data', 0)).resolves.toBe(41);
  });

  it('throws an error that is neither an invalid record nor transient', async () => {
    const consumer = test.processor();
    test.results = [];
    const failing = Object.assign(batch(0, [reading('a')]), { records: null });
    await expect(consumer.process(failing as unknown as PartitionBatch)).rejects.toThrow(TypeError);
    expect(test.requests).toEqual([]);
  });
});
