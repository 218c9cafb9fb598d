import { describe, expect, it } from '@jest/globals';
import type { IncomingRecord, PartitionBatch } from '@weather/kafka-client';
import { RECORDED_TRACEPARENT, RecordedTracer } from '@weather/service-runtime/testing';
import { BatchTraces } from './batch-traces.ts';

const RESUME_AT = 7;

function record(offset: number, traceparent: string): IncomingRecord {
  return {
    offset,
    timestampMs: 0,
    key: null,
    value: null,
    headers: { traceparent: Buffer.from(traceparent) },
  };
}

const batch: PartitionBatch = {
  topic: 'weather_data',
  partition: 3,
  fetchedOffset: 5,
  nextOffset: RESUME_AT,
  highWatermark: 9,
  records: [record(5, RECORDED_TRACEPARENT), record(6, 'nonsense')],
};

function traces(): { readonly tracer: RecordedTracer; readonly traces: BatchTraces } {
  const tracer = new RecordedTracer();
  return { tracer, traces: new BatchTraces(tracer, 'weather_consumer') };
}

describe('BatchTraces', () => {
  it('creates one trace for a batch, linked to the spans that sent its records, with a span for each step', async () => {
    const { tracer, traces: batchTraces } = traces();
    batchTraces.decode(batch, () => ({ decoded: [], rejected: [], misnamed: [] }));
    await batchTraces.process(batch, async () => {
      await batchTraces.deadLetter(batch, 2, () => Promise.resolve());
      await batchTraces.store(batch, () =>
        Promise.resolve({ kind: 'stored', stored: 1, duplicates: 2, corrections: [], exceedances: [] }),
      );
      return { nextOffset: RESUME_AT };
    });
    const [whole, ...parts] = tracer.spans;
    expect(whole).toMatchObject({
      name: 'process weather_data',
      kind: 'consumer',
      links: [RECORDED_TRACEPARENT],
      attributes: {
        'messaging.destination.partition.id': '3',
        'messaging.consumer.group.name': 'weather_consumer',
        'messaging.batch.message_count': 2,
        'weather.batch.fetched_offset': 5,
        'weather.batch.resume_at': RESUME_AT,
      },
    });
    expect(parts).toMatchObject([
      { name: 'decode', attributes: { 'weather.records.decoded': 0, 'weather.records.rejected': 0 } },
      { name: 'dead-letter', attributes: { 'messaging.batch.message_count': 2 } },
      { name: 'store', attributes: { 'weather.store.result': 'stored', 'weather.readings.duplicates': 2 } },
    ]);
    expect(parts.every(({ parent }) => parent === whole)).toBe(true);
    expect(tracer.spans.every(({ hasEnded }) => hasEnded)).toBe(true);
  });

  it('ends the trace as failed with the error of the work', async () => {
    const { tracer, traces: batchTraces } = traces();
    const failure = new Error('no such table');
    const work = (): Promise<never> =>
      batchTraces.store(batch, () => Promise.reject(failure)) as Promise<never>;
    await expect(batchTraces.process(batch, work)).rejects.toBe(failure);
    expect(tracer.spans).toMatchObject([
      { name: 'process weather_data', hasEnded: true, failure },
      { name: 'store', hasEnded: true, failure },
    ]);
  });
});
