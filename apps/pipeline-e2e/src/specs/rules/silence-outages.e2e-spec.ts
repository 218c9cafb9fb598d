import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BatchingProducer, BatchingProducerConfig } from '@weather/kafka-client';
import { pause } from '@weather/service-runtime';
import { eventually } from '@weather/service-runtime/testing';
import { MS_PER_SECOND } from '@weather/weather-schema';
import { TestStack } from '../../support/stack/test-stack.ts';

const SILENCE_SECONDS = 10;
const RULES = `rules: [{ name: quiet, silence: ${SILENCE_SECONDS}s }]`;

let stack: TestStack;
let folder: string;
let environment: Record<string, string>;
const over = new AbortController();
let sending: Promise<void>;
/** The last second for which the steady station has sent a reading. */
let lastSent = 0;

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate('up');
  folder = await mkdtemp(join(tmpdir(), 'weather-rules-'));
  environment = { ALERT_RULES_PATH: join(folder, 'rules.yaml') };
  await writeFile(join(folder, 'rules.yaml'), RULES);
  sending = sendSteadily();
});

afterAll(async () => {
  over.abort();
  await sending;
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
});

function readingAt(stationId: string, second: number): { key: string; value: Buffer } {
  const observedAt = new Date(second * MS_PER_SECOND).toISOString();
  return { key: stationId, value: Buffer.from(JSON.stringify({ stationId, observedAt, temperature: 20 })) };
}

const secondNow = (): number => Math.floor(Date.now() / MS_PER_SECOND);

/** Sends a reading for every second, late if the machine was busy. */
async function sendSteadily(): Promise<void> {
  const producer = await BatchingProducer.connect({
    connection: stack.kafka(),
    topic: 'weather_data',
    batching: new BatchingProducerConfig(),
  });
  lastSent = secondNow() - 1;
  while (!over.signal.aborted) {
    while (lastSent < secondNow()) await producer.send(readingAt('steady', ++lastSent));
    await producer.flush();
    await pause(MS_PER_SECOND, over.signal);
  }
  await producer.close();
}

async function silences(): Promise<string[]> {
  const rows = await stack.query<{ station: string }>(
    `SELECT s.station_id AS station FROM alert_episode e JOIN station s ON s.id = e.station_id WHERE e.rule = 'quiet'
     UNION SELECT s.station_id FROM notification_outbox o JOIN station s ON s.id = o.station_id ORDER BY station`,
  );
  return rows.map(({ station }) => station);
}

/** Waits until the steady station has sent for longer than the `silence` of the rule. */
async function longerThanTheRule(): Promise<void> {
  const end = secondNow() + SILENCE_SECONDS + 2;
  await eventually(() => expect(lastSent).toBeGreaterThanOrEqual(end));
}

describe('a station that keeps sending', () => {
  it('is not stale after an outage of the consumer, but a silent station is reported', async () => {
    await stack.publish('weather_data', [readingAt('silent-1', secondNow())]);
    const consumer = stack.app('consumer', environment);
    await stack.readAtLeast(2);
    await consumer.stop();
    await longerThanTheRule();
    stack.app('consumer', environment);
    await eventually(async () => expect(await silences()).toContain('silent-1'), 120_000);
    expect(await silences()).toEqual(['silent-1']);
  });

  it('is not stale after an outage of the database, but a silent station is reported', async () => {
    await stack.publish('weather_data', [readingAt('silent-2', secondNow())]);
    await eventually(async () => {
      expect(await stack.query("SELECT 1 FROM station WHERE station_id = 'silent-2'")).toHaveLength(1);
    });
    await stack.servers.database.kill();
    await longerThanTheRule();
    await stack.servers.database.start();
    await eventually(async () => expect(await silences()).toContain('silent-2'), 120_000);
    expect(await silences()).toEqual(['silent-1', 'silent-2']);
  });
});
