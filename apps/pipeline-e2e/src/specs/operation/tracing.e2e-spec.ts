import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { HttpReceiver } from '../../support/receivers/http-receiver.ts';
import { receivedSpans, type ReceivedSpan } from '../../support/receivers/otlp-spans.ts';
import type { AppProcess } from '../../support/stack/app-process.ts';
import type { TopicRecord } from '../../support/stack/printed-records.ts';
import { TestStack } from '../../support/stack/test-stack.ts';
import { NYC_EXAMPLE } from '../../support/stack/workspace.ts';

const REPLAYED = 648;
const TOPIC = 'weather_data';
const DEAD_LETTERS = 'weather_data_dlq';
const FOREIGN_SPAN = '00f067aa0ba902b7';
const FOREIGN = `00-4bf92f3577b34da6a3ce929d0e0e4736-${FOREIGN_SPAN}-01`;

let stack: TestStack;
let receiver: HttpReceiver;
let published = 0;

const tracing = (): Record<string, string> => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });

/** Replays the example. */
async function replay(environment: Record<string, string>): Promise<AppProcess> {
  const producer = stack.app('producer', {
    SOURCE: 'replay',
    REPLAY_FILE: join(NYC_EXAMPLE, 'weather.csv'),
    REPLAY_MAPPING: join(NYC_EXAMPLE, 'mapping.json'),
    REPLAY_SPEED: 'max',
    // Small batches, so that there are several spans.
    KAFKA_BATCH_RECORDS: '100',
    ...environment,
  });
  await producer.exitedWith(0);
  published += REPLAYED;
  return producer;
}

/** Runs a consumer until it has read the topic. */
async function consume(environment: Record<string, string>): Promise<void> {
  const consumer = stack.app('consumer', environment);
  await stack.consumed(published);
  await consumer.stop();
}

/** Lists the distinct `traceparent` headers. */
function findTraceparents(records: readonly TopicRecord[]): string[] {
  const texts = records.flatMap(({ headers }) => headers['traceparent'] ?? []);
  return [...new Set(texts)].sort();
}

function countSpans(text: string, { lines }: AppProcess): number {
  return lines.filter((line) => line.includes(text)).length;
}

function named(name: string): ReceivedSpan[] {
  return receivedSpans(receiver).filter((span) => span.name === name);
}

beforeAll(async () => {
  receiver = await HttpReceiver.open();
  stack = await TestStack.start();
  await stack.migrate('up');
});

afterAll(async () => {
  await stack.stop();
  await receiver.close();
});

beforeEach(() => {
  receiver.forget();
});

describe('traces', () => {
  it('are off by default: no header on a record and no request', async () => {
    await replay({});
    await consume({});
    const records = await stack.records(TOPIC, published);
    expect(records.every(({ headers }) => Object.keys(headers).length === 0)).toBe(true);
    expect(receiver.requests).toEqual([]);
  });

  it('lead from the batch in which a record was sent to the batch in which it was stored', async () => {
    await replay(tracing());
    await consume(tracing());
    const sends = named('send weather_data');
    const batches = named('process weather_data');
    const records = await stack.records(TOPIC, published);
    expect(records.filter(({ headers }) => headers['traceparent'] !== undefined)).toHaveLength(REPLAYED);
    expect(sends.length).toBeGreaterThan(1);
    expect(sends.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`).sort()).toEqual(
      findTraceparents(records),
    );
    expect(new Set(batches.flatMap(({ linkedSpanIds }) => linkedSpanIds))).toEqual(
      new Set(sends.map(({ spanId }) => spanId)),
    );
    expect(new Set(sends.map(({ service }) => service))).toEqual(new Set(['weather-producer']));
    expect(new Set(batches.map(({ service }) => service))).toEqual(new Set(['weather-consumer']));
  });

  it('contain how a batch was decoded and stored', async () => {
    await replay(tracing());
    await consume(tracing());
    const stores = named('store');
    const stored = stores.map(({ attributes }) => Number(attributes['weather.readings.duplicates']));
    expect(stored.reduce((sum, count) => sum + count, 0)).toBe(REPLAYED);
    // There may also be a batch that was fetched before the consumer sought to the stored offset.
    for (const { parentSpanId, traceId } of stores) {
      const whole = named('process weather_data').find(({ spanId }) => spanId === parentSpanId);
      const decodes = named('decode').filter((decode) => decode.parentSpanId === parentSpanId);
      expect([whole, ...decodes].map((span) => span?.traceId)).toEqual([traceId, traceId]);
    }
  });

  it('continue the traces of other systems, and lead to dead letters', async () => {
    const value = Buffer.from('no reading');
    await stack.publish(TOPIC, [
      { key: 'any', value, headers: { traceparent: FOREIGN } },
      { key: 'any', value, headers: { traceparent: 'nonsense' } },
    ]);
    published += 2;
    await consume(tracing());
    const [deadLetter] = named('dead-letter');
    const batch = named('process weather_data').find(({ spanId }) => spanId === deadLetter?.parentSpanId);
    expect(batch?.linkedSpanIds).toEqual([FOREIGN_SPAN]);
    const deadLetters = await stack.records(DEAD_LETTERS, 2);
    expect(findTraceparents(deadLetters)).toEqual([FOREIGN, 'nonsense']);
  });

  it('delay nothing while there is no receiver, which is logged once', async () => {
    await receiver.close();
    const producer = await replay(tracing());
    expect(countSpans('traces dropped', producer)).toBe(1);
    const consumer = stack.app('consumer', tracing());
    await stack.consumed(published);
    await consumer.line(/waiting for the receiver of traces at/);
    expect(await consumer.stop()).toBe(0);
    expect(countSpans('receiver of traces', consumer)).toBe(1);
  });
});
