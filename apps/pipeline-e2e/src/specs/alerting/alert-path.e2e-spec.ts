import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import { NotifierTest } from '../../support/receivers/notifier-test.ts';

const START = Date.UTC(2026, 6, 1, 12);
const RULES = `
rules:
  - { name: heat, quantity: temperature, above: 30, clear: 28, for: 10m, severity: critical }
`;

const test = new NotifierTest();

beforeAll(async () => {
  await test.start({ kafka: true });
  await test.begin();
});

afterAll(async () => {
  await test.end();
  await test.stop();
});

const at = (minute: number): string => new Date(START + minute * MS_PER_MINUTE).toISOString();

async function measure(
  ...values: readonly (readonly [minute: number, temperature: number])[]
): Promise<void> {
  const records = values.map(([minute, temperature]) => ({
    key: 'roof',
    value: Buffer.from(
      JSON.stringify({ stationId: 'roof', city: 'Paris', observedAt: at(minute), temperature }),
    ),
  }));
  await test.stack.publish('weather_data', records);
}

describe('an alert', () => {
  it('gets from the station to its receiver, with start and end, although the consumer is killed in between', async () => {
    const { stack, receiver, folder } = test;
    const ALERT_RULES_PATH = join(folder, 'rules.yaml');
    await writeFile(ALERT_RULES_PATH, RULES);
    await test.notifier([test.webhook('ops')]);
    const consumer = stack.app('consumer', { ALERT_RULES_PATH });
    await measure([0, 31], [5, 33.5]);
    await stack.consumed(2);
    expect(receiver.notified).toEqual([]);
    await consumer.kill();
    await measure([10, 32]);
    stack.app('consumer', { ALERT_RULES_PATH });
    await receiver.received(1);
    await measure([15, 29], [20, 27]);
    const [fired, ended] = await receiver.received(2);
    expect(receiver.notified).toEqual(['firing roof', 'resolved roof']);
    expect(fired?.message.alerts[0]).toMatchObject({
      labels: { alertname: 'heat', severity: 'critical', station: 'roof', city: 'Paris' },
      startsAt: at(0),
    });
    expect(ended?.message.alerts[0]).toMatchObject({
      annotations: { peak: '33.5 at 2026-07-01 12:05 UTC' },
      startsAt: at(0),
      endsAt: at(20),
    });
    const [alert] = await stack.query(
      'SELECT state, CAST(fired_at AS CHAR) AS firedAt, reading_count AS readings FROM alert_episode',
    );
    expect(alert).toEqual({ state: 'resolved', firedAt: '2026-07-01 12:10:00.000', readings: 4 });
  });
});
