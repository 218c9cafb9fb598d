import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseTestRules } from '@weather/weather-rules/testing';
import { resolveOrphanedAlerts, StaleStationMonitor } from '@weather/weather-store/sink';
import { findNewestReadingTime, QueryRunner, findStationSnapshots } from '@weather/weather-store/queries';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import { LATENESS_MS, makePartitionKey, openSink, storeNext } from '../../support/stack/reading-sinks.ts';
import { useConsumerDatabase } from '../../support/stack/use-stack.ts';

const START = Date.UTC(2026, 6, 1);
const RULES = parseTestRules(`
rules:
  - { name: quiet, silence: 30m }
  - { name: quiet-coast, silence: 2h, stations: ['coast-*'], severity: critical }
  - { name: heat, quantity: temperature, above: 30 }
`);

const tables = useConsumerDatabase();
let partition = 0;

beforeEach(async () => {
  partition++;
  for (const table of ['reading', 'alert_episode', 'notification_outbox', 'station_checkpoint'])
    await tables.stack.query(`DELETE FROM ${table}`);
});

/** Checks for stale stations as of some minutes after the start, with the topic read up to then. */
async function check(minute: number, { readUpTo = minute, outageMinutes = 0 } = {}): Promise<void> {
  const monitor = openMonitor(START + minute * MS_PER_MINUTE);
  await monitor.poll({
    at: START + readUpTo * MS_PER_MINUTE,
    outageSince: () => outageMinutes * MS_PER_MINUTE,
  });
}

function openMonitor(now: number): StaleStationMonitor {
  const { database } = tables;
  const clock = { allowedLatenessMs: LATENESS_MS, now: () => now };
  return new StaleStationMonitor({ database, ruleSet: RULES, ...clock });
}

async function store(stationId: string, ...minutes: readonly number[]): Promise<void> {
  await storeAt(Date.now(), stationId, ...minutes);
}

async function storeAt(now: number, stationId: string, ...minutes: readonly number[]): Promise<void> {
  const sink = await openSink({ database: tables.database, rules: RULES, now: () => now });
  const observedAt = minutes.map((minute) => START + minute * MS_PER_MINUTE);
  const readings = observedAt.map((at) => ({ stationId, observedAt: at, temperature: 31 }));
  await storeNext(sink, makePartitionKey('silence', partition), readings);
}

/** Formats the alerts: rule, state, and start and end in minutes. */
async function findAlerts(): Promise<string[]> {
  const minute = (column: string): string => `TIMESTAMPDIFF(MINUTE, '2026-07-01', ${column})`;
  const rows = await tables.stack.query<Record<string, string | number | null>>(
    `SELECT s.station_id AS station, rule, state, ${minute('started_at')} AS started, ${minute('resolved_at')} AS resolved
     FROM alert_episode e JOIN station s ON s.id = e.station_id
     WHERE rule LIKE 'quiet%' ORDER BY s.station_id, rule, started_at`,
  );
  return rows.map((row) => Object.values(row).map(String).join(' '));
}

async function notified(): Promise<string[]> {
  const rows = await tables.stack.query<{ rule: string; event: string }>(
    'SELECT rule, event FROM notification_outbox ORDER BY id',
  );
  return rows.map(({ rule, event }) => `${rule} ${event}`);
}

describe('a stale station', () => {
  it('has one alert, however often it is checked, until its next reading', async () => {
    await store('valley', 0);
    await check(30);
    expect(await findAlerts()).toEqual([]);
    await check(31);
    await check(32);
    expect(await findAlerts()).toEqual(['valley quiet firing 30 null']);
    await store('valley', 45);
    expect(await findAlerts()).toEqual(['valley quiet resolved 30 45']);
    await check(46);
    expect(await notified()).toEqual(['heat firing', 'quiet firing', 'quiet resolved']);
  });

  it('is checked by the rules that apply to it', async () => {
    await store('valley', 0);
    await store('coast-1', 0);
    await check(121);
    expect(await findAlerts()).toEqual([
      'coast-1 quiet firing 30 null',
      'coast-1 quiet-coast firing 120 null',
      'valley quiet firing 30 null',
    ]);
  });

  it('is not stale after a late reading that fills the gap', async () => {
    await store('valley', 0);
    await check(31);
    await store('valley', 20);
    await check(40);
    expect(await findAlerts()).toEqual(['valley quiet resolved 30 30']);
    await check(51);
    expect(await findAlerts()).toEqual(['valley quiet resolved 30 30', 'valley quiet firing 50 null']);
  });

  it('has an alert for a gap between two readings, even if nothing was checked meanwhile', async () => {
    await store('valley', 0, 40, 41);
    expect(await findAlerts()).toEqual(['valley quiet resolved 30 40']);
  });
});

describe('a topic that has not been read to its end', () => {
  it('raises no alert for its stations, but resolves alerts that are over', async () => {
    await store('valley', 0);
    await store('coast-1', 0);
    await check(31, { readUpTo: 30 });
    expect(await findAlerts()).toEqual([]);
    await check(31);
    await store('valley', 29);
    await openMonitor(START).poll(undefined);
    expect(await findAlerts()).toEqual(['coast-1 quiet firing 30 null', 'valley quiet resolved 30 30']);
  });

  it('does not count time during which nothing could be sent', async () => {
    await store('valley', 0);
    await check(50, { outageMinutes: 20 });
    expect(await findAlerts()).toEqual([]);
    await check(51, { outageMinutes: 20 });
    expect(await findAlerts()).toEqual(['valley quiet firing 30 null']);
  });
});

describe('a reading from the future', () => {
  const AHEAD_MINUTES = 20 * 60;
  const latestAt = async (now: number): Promise<(number | undefined)[]> => {
    const reader = new QueryRunner(tables.database, {
      maxConcurrent: 1,
      maxQueued: 1,
      timeoutMs: MS_PER_MINUTE,
    });
    const [station] = await tables.stack.query<{ id: number }>(
      "SELECT id FROM station WHERE station_id = 'valley'",
    );
    const [state] = await findStationSnapshots(reader, [Number(station?.id)], now);
    const times = [state?.latest?.observedAt, await findNewestReadingTime(tables.database, now)];
    return times.map((at) => (at === undefined ? undefined : (at - START) / MS_PER_MINUTE));
  };

  it('does not hide newer ones until its time has come', async () => {
    await storeAt(START, 'valley', 0, AHEAD_MINUTES);
    await storeAt(START + MS_PER_MINUTE, 'valley', 1);
    expect(await latestAt(START + MS_PER_MINUTE)).toEqual([1, 1]);
    const comes = START + AHEAD_MINUTES * MS_PER_MINUTE;
    expect(await latestAt(comes - 1)).toEqual([1, 1]);
    expect(await latestAt(comes)).toEqual([AHEAD_MINUTES, AHEAD_MINUTES]);
  });

  it('does not end an alert until then', async () => {
    await storeAt(START, 'valley', 0, AHEAD_MINUTES);
    await check(31);
    await check(AHEAD_MINUTES - 1);
    expect(await findAlerts()).toEqual(['valley quiet firing 30 null']);
  });
});

describe('a removed rule', () => {
  it('has no open alerts, and receivers are notified', async () => {
    await store('valley', 0);
    await check(31);
    await resolveOrphanedAlerts(
      tables.database,
      { ...RULES, rules: RULES.rules.filter(({ name }) => name === 'heat') },
      START,
    );
    expect(await findAlerts()).toEqual(['valley quiet resolved 30 30']);
    expect(await notified()).toEqual(['heat firing', 'quiet firing', 'quiet resolved']);
    const [heat] = await tables.stack.query("SELECT state FROM alert_episode WHERE rule = 'heat'");
    expect(heat).toEqual({ state: 'firing' });
  });
});
