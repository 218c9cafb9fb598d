import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OutgoingRecord } from '@weather/kafka-client';
import { TestStack } from './stack/test-stack.ts';

const TOPIC = 'weather_data';
const START = Date.UTC(2026, 0, 1);
const BACKLOG = 20_000;
const STATIONS = 40;

let stack: TestStack;
let published = 0;

/** The n-th reading of all: its values follow from n, so that every row can be held against what was sent. */
function record(n: number): OutgoingRecord {
  const stationId = `s${n % STATIONS}`;
  const reading = {
    stationId,
    observedAt: new Date(START + n * 1000).toISOString(),
    temperature: (n % 700) / 10 - 30,
  };
  return { key: stationId, value: Buffer.from(JSON.stringify(reading)) };
}

async function publish(count: number): Promise<void> {
  await stack.publish(
    TOPIC,
    Array.from({ length: count }, (_, index) => record(published + index)),
  );
  published += count;
}

/**
 * Every reading is there once with its own values, and the alerts are those that the readings say. Temperatures are read
 * as text: mysql2 reads a DOUBLE with an error in its last digit.
 */
async function expectEverythingStored(): Promise<void> {
  const counts = await stack.consumed(published, 90_000);
  expect(counts).toEqual({ read: published, stored: published, repeated: 0, deadLettered: 0, lost: 0 });
  const rows = await stack.query<{ stationId: string; n: number; temperature: string }>(
    `SELECT s.station_id AS stationId, TIMESTAMPDIFF(SECOND, '2026-01-01', observed_at) AS n,
       CAST(temperature AS CHAR) AS temperature
     FROM reading r JOIN station s ON s.id = r.station_id ORDER BY observed_at`,
  );
  expect(rows).toHaveLength(published);
  const wrong = rows.filter(({ stationId, n, temperature }, index) => {
    const expected = (index % 700) / 10 - 30;
    return n !== index || stationId !== `s${index % STATIONS}` || Number(temperature) !== expected;
  });
  expect(wrong.slice(0, 3)).toEqual([]);
  await expectAlertsFollowReadings();
}

async function expectAlertsFollowReadings(): Promise<void> {
  const difference = await stack.query(
    `SELECT s.station_id, r.observed_at, r.temperature, w.temperature AS saved
     FROM reading r JOIN station s ON s.id = r.station_id
       LEFT JOIN warning_temperatures w ON w.sensor_id = s.station_id AND w.timestamp = r.observed_at
     WHERE (r.temperature > 30) <> (w.id IS NOT NULL) OR w.temperature <> r.temperature`,
  );
  expect(difference).toEqual([]);
  const [alerts] = await stack.query<{ saved: number }>('SELECT COUNT(*) AS saved FROM warning_temperatures');
  const [due] = await stack.query<{ due: number }>(
    'SELECT COUNT(*) AS due FROM reading WHERE temperature > 30',
  );
  expect(alerts?.saved).toBe(due?.due);
}

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate('up');
});

afterAll(async () => {
  await stack.stop();
});

describe('a consumer on empty tables', () => {
  it('reads the topic from its start, whatever offsets Kafka has committed', async () => {
    await publish(BACKLOG);
    stack.app('consumer');
    await expectEverythingStored();
    await stack.endApps();
    await stack.migrate('down', '0001-create-station');
    await stack.migrate('up');
    stack.app('consumer');
    await expectEverythingStored();
  });
});
