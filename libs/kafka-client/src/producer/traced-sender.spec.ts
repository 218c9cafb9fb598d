import { describe, expect, it } from '@jest/globals';
import { Availability, NO_TRACER, silentLogger, type Tracer } from '@weather/service-runtime';
import { RECORDED_TRACEPARENT, RecordedTracer } from '@weather/service-runtime/testing';
import { type BatchSender, TracedSender } from './traced-sender.ts';
import { recordCapacity } from '../protocol/record-writer.ts';
import type { OutgoingRecord } from '../protocol/records.ts';

const RECORD: OutgoingRecord = { key: 'EWR', value: Buffer.from('{}') };

/** Sends records through a traced sender and returns those that reach the inner one. */
async function sentWith(
  tracer: Tracer,
  records: readonly OutgoingRecord[],
  failure?: Error,
): Promise<unknown> {
  let sent: readonly OutgoingRecord[] = [];
  const sender: BatchSender = {
    availability: new Availability('topic', silentLogger()),
    send: (passedOn) => {
      sent = passedOn;
      return failure ? Promise.reject(failure) : Promise.resolve();
    },
    disconnect: () => Promise.resolve(),
  };
  await new TracedSender(sender, 'weather_data', tracer).send(records);
  return sent;
}

describe('TracedSender', () => {
  it('sends a batch in a span', async () => {
    const tracer = new RecordedTracer();
    await sentWith(tracer, [RECORD, RECORD]);
    expect(tracer.spans).toMatchObject([
      {
        name: 'send weather_data',
        kind: 'producer',
        attributes: { 'messaging.batch.message_count': 2 },
        hasEnded: true,
        failure: undefined,
      },
    ]);
  });

  it('names the span in a header of each record', async () => {
    const headers = { source: 'station' };
    expect(await sentWith(new RecordedTracer(), [RECORD, { ...RECORD, headers }])).toEqual([
      { ...RECORD, headers: { traceparent: RECORDED_TRACEPARENT } },
      { ...RECORD, headers: { traceparent: RECORDED_TRACEPARENT, source: 'station' } },
    ]);
  });

  it('keeps the header of a record that has one', async () => {
    const own = { ...RECORD, headers: { traceparent: 'of another span' } };
    expect(await sentWith(new RecordedTracer(), [own])).toEqual([own]);
  });

  it('passes on the same records when the span is not recorded', async () => {
    const records = [RECORD];
    expect(await sentWith(NO_TRACER, records)).toBe(records);
  });

  it('marks the span as failed when the batch is rejected', async () => {
    const tracer = new RecordedTracer();
    const rejected = new Error('too large');
    await expect(sentWith(tracer, [RECORD], rejected)).rejects.toBe(rejected);
    expect(tracer.spans).toMatchObject([{ hasEnded: true, failure: rejected }]);
  });

  it('reports the number of bytes that it adds to a record', () => {
    const headers = { traceparent: RECORDED_TRACEPARENT };
    const { headerBytes } = new TracedSender({} as BatchSender, 'weather_data', NO_TRACER);
    const most = recordCapacity({ ...RECORD, headers }) - recordCapacity(RECORD);
    expect(headerBytes).toBeLessThanOrEqual(most);
    expect(headerBytes).toBeGreaterThan('traceparent'.length + RECORDED_TRACEPARENT.length);
  });
});
