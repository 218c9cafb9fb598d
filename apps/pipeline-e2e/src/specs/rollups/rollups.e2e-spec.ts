import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { MS_PER_DAY } from '@weather/weather-schema';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { useConsumer } from '../../support/stack/use-stack.ts';
import { expectClean, readingText, verify, weather } from '../../support/stack/weather-command.ts';
import { expectRollupsCorrect } from '../../support/rollups/rollup-tables.ts';
import { variedReadings, type OutgoingReading } from '../../support/rollups/varied-readings.ts';

const TOPIC = 'weather_data';
const REFRESH_DEADLINE_MS = 180_000;
const OFTEN = { MAINTENANCE_INTERVAL_MS: '100' };
const START = Date.UTC(2026, 5, 29);
const NO_MAINTENANCE_MS = 300;

const run = useConsumer();

async function publish(readings: readonly OutgoingReading[]): Promise<void> {
  await run.stack.publish(TOPIC, readings);
  run.published += readings.length;
  await run.consumed();
}

const one = (stationId: string, fields: object, at: number): OutgoingReading => ({
  key: stationId,
  value: Buffer.from(readingText(stationId, fields, new Date(at).toISOString())),
});

async function maintenance(environment: Record<string, string> = {}): Promise<AppProcess> {
  const app = run.stack.app('maintenance', { ...OFTEN, ...environment });
  await app.line(/maintaining rollups/);
  return app;
}

/** Runs the operator's command as the user that may write. */
async function rebuild(...args: string[]): Promise<AppProcess> {
  const { user, passwordFile } = run.stack.servers.mysql.users.maintenance;
  const login = { MYSQL_USER: user, MYSQL_PASSWORD_FILE: passwordFile };
  const app = run.stack.app('cli', login, ['rollups', 'rebuild', ...args]);
  await app.exitedWith(0);
  return app;
}

async function verifyRollups(): Promise<{
  ok: boolean;
  dirty: number;
  discrepancies: Record<string, unknown>[];
}> {
  const app = await weather(run.stack, 'rollups', 'verify', '--json');
  return JSON.parse(app.lines.find((line) => line.startsWith('{')) ?? app.output) as never;
}

/** Waits until the consumer has reached the end of the topic, to which a producer has published as well. */
async function untilStored(): Promise<void> {
  await eventually(async () => {
    const { partitions } = await verify(run.stack, '--quick');
    expect(partitions.filter(({ lag }) => lag > 0)).toEqual([]);
  });
  run.published = (await run.stack.counts()).read;
}

const untilCorrect = (): Promise<void> => eventually(() => expectRollupsCorrect(run.stack));

describe('the rollups', () => {
  let maintainer: AppProcess;

  beforeAll(async () => {
    maintainer = await maintenance();
  });

  it('equal a recomputation, whatever the order, with corrections and late readings', async () => {
    const readings = { count: 3_000, stations: ['a', 'b', 'c'], from: START, to: START + 3 * MS_PER_DAY };
    await publish(variedReadings({ ...readings, seed: 1 }));
    await untilCorrect();
    await publish(variedReadings({ ...readings, seed: 2, count: 200 }));
    await untilCorrect();
    expect(await verifyRollups()).toMatchObject({ ok: true, dirty: 0, discrepancies: [] });
  });

  it('have the earliest time of several extremes, and exact sums', async () => {
    const at = START + 10 * MS_PER_DAY;
    const temperatures = [0.1, 0.2, 0.3, 0.3, 0.1];
    await publish(
      temperatures.map((temperature, index) => one('sum', { temperature }, at + index * 1_000)).reverse(),
    );
    await untilCorrect();
    const [row] = await run.stack.query(
      `SELECT temperature_min_at AS minAt, temperature_max_at AS maxAt, temperature_sum AS sum, temperature_mean AS mean
       FROM reading_day d JOIN station s ON s.id = d.station_id WHERE s.station_id = 'sum'`,
    );
    expect(row).toEqual({
      minAt: '2026-07-09 00:00:00.000',
      maxAt: '2026-07-09 00:00:02.000',
      sum: '1.000000',
      mean: '0.200000',
    });
  });

  it('have the mean wind as a vector', async () => {
    const at = START + 10 * MS_PER_DAY;
    await publish([
      one('wind', { windSpeed: 10, windDirection: 350 }, at),
      one('wind', { windSpeed: 10, windDirection: 10 }, at + 1_000),
      one('wind', { windSpeed: 99 }, at + 2_000),
    ]);
    await publish([
      one('calm', { windSpeed: 4, windDirection: 90 }, at),
      one('calm', { windSpeed: 4, windDirection: 270 }, at + 1_000),
    ]);
    await untilCorrect();
    const rows = await run.stack.query(
      `SELECT wind_vector_count AS vectors, wind_vector_speed AS speed, wind_vector_direction AS direction
       FROM reading_hour h JOIN station s ON s.id = h.station_id WHERE s.station_id IN ('wind', 'calm')
       ORDER BY s.station_id`,
    );
    expect(rows).toEqual([
      { vectors: 2, speed: '0.000000', direction: null },
      { vectors: 2, speed: '9.848078', direction: '0.000000' },
    ]);
  });

  it('exclude values that have not passed once they are rebuilt; until then verify finds the difference', async () => {
    await run.stack.query('UPDATE reading SET quality = 0x23010000 WHERE MINUTE(observed_at) < 20');
    await run.stack.query(
      'UPDATE reading SET temperature = 1e300, quality = 0 WHERE MINUTE(observed_at) = 21',
    );
    const { ok, discrepancies } = await verifyRollups();
    expect(ok).toBe(false);
    expect(discrepancies[0]).toMatchObject({ table: 'reading_hour', column: 'good_count' });
    expect((await rebuild('--from', '2026-06-29', '--to', '2026-07-20')).output).toMatch(/days rebuilt/);
    await untilCorrect();
    expect(await verifyRollups()).toMatchObject({ ok: true });
  });

  it('are deleted when their readings are, once they are rebuilt', async () => {
    await run.stack.query("DELETE FROM reading WHERE observed_at < '2026-06-30'");
    await rebuild('--from', '2026-06-29', '--to', '2026-06-30T12:00:00Z', '--station', 'b');
    const days = await run.stack.query<{ station: string }>(
      `SELECT s.station_id AS station FROM reading_day d JOIN station s ON s.id = d.station_id
       WHERE day_start < '2026-06-30' ORDER BY 1`,
    );
    expect(days).toEqual([{ station: 'a' }, { station: 'c' }]);
    await rebuild('--from', '2026-06-29', '--to', '2026-06-30');
    await untilCorrect();
  });

  it('are correct in the end, however often the maintenance app is killed while readings flow', async () => {
    const producer = run.stack.app('producer', { SIMULATION_STATIONS: '100', SIMULATION_INTERVAL_MS: '50' });
    await producer.line(/Message Sent/);
    const second = await maintenance();
    for (let round = 0; round < 8; round++) {
      await maintainer.kill();
      maintainer = await maintenance();
      await delay(NO_MAINTENANCE_MS * (round % 4));
    }
    expect(await producer.stop()).toBe(0);
    await untilStored();
    await untilCorrect();
    expect(await second.stop()).toBe(0);
    expect(await verifyRollups()).toMatchObject({ ok: true, dirty: 0 });
  });

  it('are maintained by an app that logs little and stops on a signal', async () => {
    expect(maintainer.output).not.toMatch(/ (warn|error) /);
    expect(await maintainer.stop()).toBe(0);
    expect(maintainer.lines.length).toBeLessThan(6);
  });
});

describe('retention', () => {
  const today = Math.floor(Date.now() / MS_PER_DAY) * MS_PER_DAY;
  const cutoff = today - 2 * MS_PER_DAY;
  const KEEP_TWO_DAYS = { RETENTION_DAYS: '2' };

  async function countOlder(table = 'reading', column = 'observed_at'): Promise<number> {
    const [row] = await run.stack.query<{ older: number }>(
      `SELECT COUNT(*) AS older FROM ${table} WHERE ${column} < ?`,
      [new Date(cutoff).toISOString().slice(0, 10)],
    );
    return Number(row?.older);
  }

  beforeEach(async () => {
    await run.stack.endApps();
    run.stack.app('consumer');
  });

  it('deletes only old readings, once they are in the rollups, while others arrive', async () => {
    // The tests before have changed tables by hand, which would count as discrepancies.
    await run.stack.endApps();
    await run.stack.migrate('down', '0001-create-station');
    await run.stack.migrate('up');
    run.stack.app('consumer');
    await run.consumed();
    const old = { count: 5_000, stations: ['a', 'b'], from: cutoff - 3 * MS_PER_DAY, to: today };
    await publish(variedReadings({ ...old, seed: 3 }));
    const producer = run.stack.app('producer', { SIMULATION_STATIONS: '50', SIMULATION_INTERVAL_MS: '50' });
    const alerts = await countOlder('warning_temperatures', 'timestamp');
    expect([alerts > 0, (await countOlder()) > 2_000]).toEqual([true, true]);

    const maintainer = await maintenance(KEEP_TWO_DAYS);
    await maintainer.line(/old readings deleted/);
    expect(await countOlder()).toBe(0);
    const [kept] = await run.stack.query<{ kept: number }>(
      "SELECT COUNT(*) AS kept FROM reading r JOIN station s ON s.id = r.station_id WHERE s.station_id = 'a'",
    );
    expect(Number(kept?.kept)).toBeGreaterThan(500);
    expect(await countOlder('warning_temperatures', 'timestamp')).toBe(alerts);
    expect(await countOlder('reading_hour', 'hour_start')).toBeGreaterThan(100);
    expect(await producer.stop()).toBe(0);
    await untilStored();
    await eventually(
      async () => expect(await verifyRollups()).toMatchObject({ ok: true, dirty: 0 }),
      REFRESH_DEADLINE_MS,
    );
    await expectClean(run.stack);
  });

  it('deletes a reading that arrives after the cutoff, and leaves the rollups unchanged', async () => {
    const days = 'SELECT * FROM reading_day WHERE day_start < ? ORDER BY day_start, station_id';
    const before = await run.stack.query(days, [new Date(cutoff).toISOString().slice(0, 10)]);
    await publish([one('a', { temperature: 44 }, cutoff - MS_PER_DAY)]);
    expect(await countOlder()).toBe(1);
    await expectClean(run.stack);
    const maintainer = await maintenance(KEEP_TWO_DAYS);
    await maintainer.line(/old readings deleted.*readings=1\b/);
    await eventually(async () =>
      expect(await run.stack.query('SELECT * FROM rollup_dirty_hour')).toEqual([]),
    );
    expect(await run.stack.query(days, [new Date(cutoff).toISOString().slice(0, 10)])).toEqual(before);
    await expectClean(run.stack);
    await rebuild(
      '--from',
      new Date(cutoff - 9 * MS_PER_DAY).toISOString(),
      '--to',
      new Date(today).toISOString(),
    );
    expect(await run.stack.query(days, [new Date(cutoff).toISOString().slice(0, 10)])).toEqual(before);
  });

  it('continues after it was killed', async () => {
    await publish(
      variedReadings({
        count: 9_000,
        stations: ['k', 'l'],
        from: cutoff - 5 * MS_PER_DAY,
        to: cutoff,
        seed: 4,
      }),
    );
    for (let round = 0; (await countOlder()) > 0; round++) {
      const maintainer = run.stack.app('maintenance', { ...OFTEN, ...KEEP_TWO_DAYS });
      await maintainer.line(/maintaining rollups/);
      await delay(NO_MAINTENANCE_MS * round);
      await maintainer.kill();
    }
    await expectClean(run.stack);
  });
});
