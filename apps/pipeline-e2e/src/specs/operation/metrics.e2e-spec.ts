import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { MS_PER_DAY } from '@weather/weather-schema';
import { NotifierTest } from '../../support/receivers/notifier-test.ts';
import { hasPromtool, checkMetrics } from '../../support/observability/promtool.ts';
import { ScrapedApp } from '../../support/stack/scraped-app.ts';
import type { TestStack } from '../../support/stack/test-stack.ts';
import { readingText } from '../../support/stack/weather-command.ts';

const TOPIC = 'weather_data';
/** In real time, the last row comes long after the tests, so the producer still runs when it is scraped. */
const ROWS = `station,at,celsius
coast,2026-07-01T12:00:00Z,11
hill,2026-07-01T12:00:00Z,12
valley,2026-07-01T12:00:00Z,13
valley,no time at all,13
coast,2026-07-02T12:00:00Z,14
`;
const MAPPING = {
  station: { column: 'station' },
  time: { column: 'at' },
  quantities: { temperature: { column: 'celsius', unit: '°C' } },
};
const ROWS_SENT = 3;
const OLD_READINGS = 3;
const FAR_FUTURE = '2100-01-01T00:00:00Z';

const test = new NotifierTest();
let stack: TestStack;
let consumer: ScrapedApp;

async function publish(...values: (string | null)[]): Promise<void> {
  await stack.publish(
    TOPIC,
    values.map((value) => ({ key: 'any', value: value === null ? null : Buffer.from(value) })),
  );
}

/** Waits until a metric without labels has a value. */
async function expectValue(app: ScrapedApp, name: string, value: number): Promise<void> {
  await eventually(async () => expect([name, await app.value(name)]).toEqual([name, value]));
}

async function expectClean(app: ScrapedApp): Promise<void> {
  const text = await app.text();
  expect(text).toMatch(/^weather_app_info\{app="\w+",version="\d+\.\d+\.\d+"\} 1$/m);
  if (hasPromtool()) expect(checkMetrics(text)).toBe('');
}

const hourOf = (day: number, hour: number): string => new Date(Date.UTC(2026, 6, day, hour)).toISOString();
const daysAgo = (days: number): string => new Date(Date.now() - days * MS_PER_DAY).toISOString();

beforeAll(async () => {
  await test.start({ kafka: true });
  await test.begin();
  ({ stack } = test);
  consumer = await ScrapedApp.start((settings) => stack.app('consumer', settings));
});

afterAll(async () => {
  await test.end();
  await test.stop();
});

describe('the consumer', () => {
  it('counts each record that it has read by outcome', async () => {
    const warm = readingText('roof', { temperature: 20 });
    await publish(
      warm,
      warm,
      readingText('roof', { temperature: 31 }, hourOf(1, 13)),
      readingText('roof', { temperature: 32 }, hourOf(1, 14)),
      null,
      '{',
      '[]',
      readingText('roof', { temperature: '31.2' }),
      readingText('roof', { temperature: 'warm' }),
      readingText('roof', { temperature: 1 }, FAR_FUTURE),
      readingText('roof', {}),
    );
    await stack.consumed(11);
    await expectValue(consumer, 'weather_records_read_total', 11);
    const counts = await Promise.all(
      ['stored', 'duplicate'].map((what) => consumer.value(`weather_readings_${what}_total`)),
    );
    expect(counts).toEqual([3, 1]);
    expect(await consumer.value('weather_exceedances_stored_total')).toBe(2);
    expect(await consumer.value('weather_records_expired_total')).toBe(0);
    const deadLetters = await consumer.samples('weather_dead_letters_total');
    expect(Object.entries(deadLetters).filter(([, count]) => count > 0)).toEqual([
      ['stage="decode",reason="no-value"', 1],
      ['stage="decode",reason="not-json"', 1],
      ['stage="decode",reason="not-an-object"', 1],
      ['stage="validate",reason="observedAt"', 1],
      ['stage="validate",reason="temperature"', 2],
      ['stage="validate",reason="no-quantity"', 1],
    ]);
  });

  it('observes every batch and the latency of every reading', async () => {
    expect(await consumer.value('weather_batch_records_sum')).toBe(11);
    const batches = await consumer.value('weather_batch_records_count');
    expect(await consumer.value('weather_transaction_seconds_count')).toBe(batches);
    expect(await consumer.value('weather_end_to_end_latency_seconds_count')).toBe(4);
    const latency = await consumer.value('weather_end_to_end_latency_seconds_sum');
    expect(latency).toBeGreaterThan(0);
    expect(await consumer.value('weather_newest_reading_timestamp_seconds')).toBe(
      Date.parse(hourOf(1, 14)) / 1000,
    );
  });

  it('reports its lag while the database is down, and which server is down', async () => {
    await eventually(async () => {
      const lags = await consumer.samples('weather_lag_records');
      expect(Object.keys(lags)).not.toEqual([]);
      expect(new Set(Object.values(lags))).toEqual(new Set([0]));
    });
    const up = 'service="mysql"';
    const outages = (await consumer.samples('weather_outages_total'))[up] ?? 0;
    await stack.servers.database.stop();
    await publish(
      ...Array.from({ length: 5 }, (_, hour) => readingText('lake', { temperature: 5 }, hourOf(2, hour))),
    );
    await eventually(async () => {
      const lags = await consumer.samples('weather_lag_records');
      expect(Object.values(lags).reduce((sum, lag) => sum + lag, 0)).toBe(5);
    });
    expect(await consumer.samples('weather_service_up')).toMatchObject({ [up]: 0, 'service="kafka"': 1 });
    expect((await consumer.samples('weather_retries_total'))[up]).toBeGreaterThan(0);
    await stack.servers.database.start();
    await expectValue(consumer, 'weather_readings_stored_total', 8);
    expect((await consumer.samples('weather_service_up'))[up]).toBe(1);
    expect((await consumer.samples('weather_outages_total'))[up]).toBeGreaterThan(outages);
    expect((await consumer.samples('weather_reconnects_total'))[up]).toBeGreaterThan(outages);
  });

  it('has valid metrics according to promtool', async () => {
    await expectClean(consumer);
  });
});

describe('the producer', () => {
  it('counts sent and skipped readings, and those that Kafka has acknowledged', async () => {
    const [file, mapping] = [join(test.folder, 'rows.csv'), join(test.folder, 'mapping.json')];
    await writeFile(file, ROWS);
    await writeFile(mapping, JSON.stringify(MAPPING));
    const replay = { SOURCE: 'replay', REPLAY_FILE: file, REPLAY_MAPPING: mapping, REPLAY_SPEED: '1' };
    const producer = await ScrapedApp.start((settings) => stack.app('producer', { ...settings, ...replay }));
    await expectValue(producer, 'weather_readings_acknowledged_total', ROWS_SENT);
    await expectValue(producer, 'weather_send_batch_readings_sum', ROWS_SENT);
    const names = ['sent_total', 'skipped_total', 'dropped_total', 'waiting'];
    const values = await Promise.all(names.map((name) => producer.value(`weather_readings_${name}`)));
    expect(values).toEqual([ROWS_SENT, 1, 0, 0]);
    expect(await producer.samples('weather_service_up')).toEqual({
      'service="kafka"': 1,
      'service="topic weather_data"': 1,
    });
    await expectClean(producer);
  });
});

describe('the notifier', () => {
  it('counts attempts by receiver and result', async () => {
    const { receiver, alerts } = test;
    const answers = [503, 200, 400];
    receiver.answer = (response) => response.writeHead(answers.shift() ?? 200).end();
    const notifier = await ScrapedApp.start((settings) =>
      test.notifier([test.webhook('ops', { stations: ['cellar'] })], settings),
    );
    await alerts.fire('cellar');
    await receiver.received(2);
    await test.settled();
    await alerts.resolve('cellar');
    await receiver.received(3);
    await test.settled();
    await eventually(async () =>
      expect(await notifier.samples('weather_notifications_rejected_total')).toEqual({ 'receiver="ops"': 1 }),
    );
    expect(await notifier.samples('weather_notifications_delivered_total')).toEqual({ 'receiver="ops"': 1 });
    expect(await notifier.samples('weather_notification_attempts_total')).toEqual({
      'receiver="ops",outcome="delivered"': 1,
      'receiver="ops",outcome="rejected"': 1,
      'receiver="ops",outcome="retryable"': 1,
    });
    expect(await notifier.samples('weather_outages_total')).toMatchObject({ 'service="receiver ops"': 1 });
    await expectClean(notifier);
  });
});

describe('the maintenance app', () => {
  it('counts refreshed hours and deleted readings', async () => {
    await stack.query('DELETE FROM rollup_dirty_hour');
    const stored = (await consumer.value('weather_readings_stored_total')) ?? 0;
    await publish(
      ...Array.from({ length: OLD_READINGS }, (_, index) =>
        readingText('old', { temperature: index }, daysAgo(OLD_READINGS + index)),
      ),
    );
    await expectValue(consumer, 'weather_readings_stored_total', stored + OLD_READINGS);
    const [old] = await stack.query<{ readings: number }>(
      'SELECT COUNT(*) AS readings FROM reading WHERE observed_at < CURRENT_DATE() - INTERVAL 2 DAY',
    );
    const maintenance = await ScrapedApp.start((settings) =>
      stack.app('maintenance', { ...settings, MAINTENANCE_INTERVAL_MS: '100', RETENTION_DAYS: '2' }),
    );
    await expectValue(maintenance, 'weather_hourly_rollups_refreshed_total', OLD_READINGS);
    await expectValue(maintenance, 'weather_readings_deleted_total', old?.readings ?? 0);
    await eventually(async () => {
      const runs = await maintenance.samples('weather_maintenance_run_seconds_count');
      expect(Object.keys(runs).sort()).toEqual(['task="retention"', 'task="rollups"']);
    });
    await expectClean(maintenance);
  });
});
