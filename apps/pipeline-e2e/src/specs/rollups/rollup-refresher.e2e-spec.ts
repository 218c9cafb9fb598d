import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import type { WeatherDatabase } from '@weather/weather-store';
import { RollupRefresher } from '@weather/weather-store/rollups';
import { useTables } from '../../support/stack/use-stack.ts';
import { expectRollupsCorrect } from '../../support/rollups/rollup-tables.ts';

const NEVER = new AbortController().signal;
const MARK = `INSERT INTO rollup_dirty_hour (day_start, station_id, hours, version) VALUES ('2026-07-01', 1, 1, ?)
  ON DUPLICATE KEY UPDATE hours = hours | VALUES(hours), version = VALUES(version)`;

const tables = useTables();
let database: WeatherDatabase;
/** Another connection, for transactions that are open during a refresh. */
let writer: WeatherDatabase;

beforeAll(async () => {
  database = await tables.stack.connect('maintenance');
  writer = await tables.stack.connect('consumer');
  await tables.stack.query("INSERT INTO station (id, station_id) VALUES (1, 'one')");
});

beforeEach(async () => {
  await insertReading(0, 10);
  await tables.stack.query(MARK, [1]);
});

afterEach(async () => {
  await tables.stack.query('DELETE FROM reading');
  await tables.stack.query(MARK, [9]);
  await refresh();
  expect(await countHour()).toBeUndefined();
});

type Execute = (sql: string, parameters: unknown[]) => Promise<unknown>;

async function insertReading(
  second: number,
  temperature: number,
  execute: Execute = (sql, parameters) => tables.stack.query(sql, parameters),
): Promise<void> {
  await execute('INSERT INTO reading (station_id, observed_at, temperature) VALUES (1, ?, ?)', [
    `2026-07-01 00:00:${String(second).padStart(2, '0')}`,
    temperature,
  ]);
}

async function refresh(): Promise<number> {
  return (await new RollupRefresher(database).step(NEVER)).days;
}

async function countHour(): Promise<number | undefined> {
  const [row] = await tables.stack.query<{ readings: number }>(
    'SELECT reading_count AS readings FROM reading_hour',
  );
  return row?.readings;
}

const marks = (): Promise<object[]> => tables.stack.query('SELECT * FROM rollup_dirty_hour');

describe('the refresh of rollups', () => {
  it('keeps the mark of an uncommitted transaction, without waiting for it', async () => {
    await writer.fork().transactional(async (em) => {
      await insertReading(1, 20, (sql, parameters) => em.execute(sql, parameters, 'run'));
      await em.execute(MARK, [2], 'run');
      expect(await refresh()).toBe(1);
      expect(await countHour()).toBe(1);
    });
    expect(await marks()).toHaveLength(1);
    await refresh();
    expect(await countHour()).toBe(2);
    await expectRollupsCorrect(tables.stack);
  });

  it('does not lose a transaction that has written but not marked yet', async () => {
    await writer.fork().transactional(async (em) => {
      await insertReading(1, 20, (sql, parameters) => em.execute(sql, parameters, 'run'));
      await refresh();
      expect(await marks()).toEqual([]);
      await em.execute(MARK, [2], 'run');
    });
    await refresh();
    expect(await countHour()).toBe(2);
    await expectRollupsCorrect(tables.stack);
  });

  it('keeps a mark that has changed since it was read', async () => {
    await refresh();
    await tables.stack.query(MARK, [3]);
    const { done } = await writer.fork().transactional(async (em) => {
      // Delays the sweep after it has read the hours, before it deletes the mark.
      await em.execute('SELECT * FROM reading_day WHERE station_id = 1 FOR UPDATE');
      const refreshing = refresh();
      await eventually(async () => expect(await hasReachedDay()).toBe(true));
      await insertReading(2, 30);
      await tables.stack.query(MARK, [4]);
      return { done: refreshing };
    });
    await done;
    expect(await countHour()).toBe(1);
    expect(await marks()).toMatchObject([{ version: 4 }]);
    await refresh();
    expect(await countHour()).toBe(2);
    await expectRollupsCorrect(tables.stack);
  });

  it('takes turns with other refreshes', async () => {
    await Promise.all([refresh(), refresh(), refresh()]);
    await expectRollupsCorrect(tables.stack);
  });

  it('skips a day before the retention cutoff, and deletes its mark', async () => {
    await refresh();
    const [cutoff] = await tables.stack.query<{ since: string }>(
      'SELECT readings_since AS since FROM retention_cutoff',
    );
    await tables.stack.query("UPDATE retention_cutoff SET readings_since = '2026-07-02'");
    await insertReading(3, 40);
    await tables.stack.query(MARK, [5]);
    await refresh();
    expect([await countHour(), await marks()]).toEqual([1, []]);
    await tables.stack.query('UPDATE retention_cutoff SET readings_since = ?', [cutoff?.since]);
  });
});

/** Whether the refresh has finished the hours and reached the day; its own user sees its statements. */
async function hasReachedDay(): Promise<boolean> {
  const rows = await database.execute<{ Info: string | null }>('SHOW PROCESSLIST');
  return rows.some(({ Info }) => Info?.startsWith('DELETE FROM reading_day') === true);
}
