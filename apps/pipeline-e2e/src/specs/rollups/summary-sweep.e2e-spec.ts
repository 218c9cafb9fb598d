import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { eventually } from '@weather/service-runtime/testing';
import { RollupRefresher, WeatherDatabase } from '@weather/weather-store';
import { TestStack } from '../../support/stack/test-stack.ts';
import { expectRollupsCorrect } from '../../support/summaries/summary-tables.ts';

const NEVER = new AbortController().signal;
const MARK = `INSERT INTO rollup_dirty_hour (day_start, station_id, hours, version) VALUES ('2026-07-01', 1, 1, ?)
  ON DUPLICATE KEY UPDATE hours = hours | VALUES(hours), version = VALUES(version)`;

let stack: TestStack;
let database: WeatherDatabase;
/** Another connection, for what is under way while the sweep works. */
let writer: WeatherDatabase;

beforeAll(async () => {
  stack = await TestStack.start({ start: { kafka: false } });
  await stack.migrateTables('up');
  database = await WeatherDatabase.connect(stack.databaseConfig('maintenance'), silentLogger());
  writer = await WeatherDatabase.connect(stack.databaseConfig('consumer'), silentLogger());
  await stack.query("INSERT INTO station (id, station_id) VALUES (1, 'one')");
});

afterAll(async () => {
  await database.close();
  await writer.close();
  await stack.stop();
});

beforeEach(async () => {
  await insertReading(0, 10);
  await stack.query(MARK, [1]);
});

afterEach(async () => {
  await stack.query('DELETE FROM reading');
  await stack.query(MARK, [9]);
  await sweep();
  expect(await countOfHour()).toBeUndefined();
});

type Execute = (sql: string, parameters: unknown[]) => Promise<unknown>;

async function insertReading(
  second: number,
  temperature: number,
  execute: Execute = (sql, parameters) => stack.query(sql, parameters),
): Promise<void> {
  await execute('INSERT INTO reading (station_id, observed_at, temperature) VALUES (1, ?, ?)', [
    `2026-07-01 00:00:${String(second).padStart(2, '0')}`,
    temperature,
  ]);
}

async function sweep(): Promise<number> {
  return (await new RollupRefresher(database).step(NEVER)).days;
}

async function countOfHour(): Promise<number | undefined> {
  const [row] = await stack.query<{ readings: number }>('SELECT reading_count AS readings FROM reading_hour');
  return row?.readings;
}

const marks = (): Promise<object[]> => stack.query('SELECT * FROM rollup_dirty_hour');

describe('the sweep of summaries', () => {
  it('leaves the mark of a transaction that has marked and is not committed, and waits for nothing', async () => {
    await writer.fork().transactional(async (em) => {
      await insertReading(1, 20, (sql, parameters) => em.execute(sql, parameters, 'run'));
      await em.execute(MARK, [2], 'run');
      expect(await sweep()).toBe(1);
      expect(await countOfHour()).toBe(1);
    });
    expect(await marks()).toHaveLength(1);
    await sweep();
    expect(await countOfHour()).toBe(2);
    await expectRollupsCorrect(stack);
  });

  it('is followed by the mark of a transaction that had written and had not marked', async () => {
    await writer.fork().transactional(async (em) => {
      await insertReading(1, 20, (sql, parameters) => em.execute(sql, parameters, 'run'));
      await sweep();
      expect(await marks()).toEqual([]);
      await em.execute(MARK, [2], 'run');
    });
    await sweep();
    expect(await countOfHour()).toBe(2);
    await expectRollupsCorrect(stack);
  });

  it('leaves a mark that has changed since it was read', async () => {
    await sweep();
    await stack.query(MARK, [3]);
    const { done } = await writer.fork().transactional(async (em) => {
      // Holds the sweep up behind its look at the hours, before it takes the mark away.
      await em.execute('SELECT * FROM reading_day WHERE station_id = 1 FOR UPDATE');
      const sweeping = sweep();
      await eventually(async () => expect(await isAtTheDay()).toBe(true));
      await insertReading(2, 30);
      await stack.query(MARK, [4]);
      return { done: sweeping };
    });
    await done;
    expect(await countOfHour()).toBe(1);
    expect(await marks()).toMatchObject([{ version: 4 }]);
    await sweep();
    expect(await countOfHour()).toBe(2);
    await expectRollupsCorrect(stack);
  });

  it('takes turns with another one', async () => {
    await Promise.all([sweep(), sweep(), sweep()]);
    await expectRollupsCorrect(stack);
  });

  it('does nothing of a day before the floor, and takes its mark away', async () => {
    await sweep();
    const [floor] = await stack.query<{ since: string }>(
      'SELECT readings_since AS since FROM retention_cutoff',
    );
    await stack.query("UPDATE retention_cutoff SET readings_since = '2026-07-02'");
    await insertReading(3, 40);
    await stack.query(MARK, [5]);
    await sweep();
    expect([await countOfHour(), await marks()]).toEqual([1, []]);
    await stack.query('UPDATE retention_cutoff SET readings_since = ?', [floor?.since]);
  });
});

/** Whether the sweep has made the hours anew and has come to the day; its own user sees its statements. */
async function isAtTheDay(): Promise<boolean> {
  const rows = await database.execute<{ Info: string | null }>('SHOW PROCESSLIST');
  return rows.some(({ Info }) => Info?.startsWith('DELETE FROM reading_day') === true);
}
