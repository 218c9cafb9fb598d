import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { TestStack } from '../../support/stack/test-stack.ts';

const TABLES = [
  'alert_episode',
  'consumer_offset',
  'notification',
  'notification_event',
  'notification_group',
  'notification_outbox',
  'reading',
  'reading_day',
  'reading_hour',
  'retention_cutoff',
  'rollup_dirty_hour',
  'station',
  'station_checkpoint',
  'warning_temperatures',
];

let stack: TestStack;

beforeAll(async () => {
  stack = await TestStack.start({ start: { kafka: false } });
});

afterAll(async () => {
  await stack.stop();
});

async function tables(): Promise<string[]> {
  const rows = await stack.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name <> 'mikro_orm_migrations' ORDER BY table_name`,
  );
  return rows.map(({ name }) => name);
}

describe('the migrations', () => {
  it('create the tables that the entities describe', async () => {
    await stack.migrateTables('up');
    expect(await tables()).toEqual(TABLES);
    const database = await stack.database();
    expect(await database.orm.schema.getUpdateSchemaSQL({ wrap: false, safe: true })).toBe('');
  });

  it('can all be reverted one by one and run again', async () => {
    await stack.migrateTables('down', '0022-rename-rollup-tables');
    const oldNames = new Map([
      ['retention_cutoff', 'retention_floor'],
      ['rollup_dirty_hour', 'summary_due'],
    ]);
    const oldTables = TABLES.map((table) => oldNames.get(table) ?? table).sort();
    expect(await tables()).toEqual(oldTables);
    await stack.migrateTables('down', '0014-index-episode-start');
    expect(await tables()).toEqual(oldTables);
    await stack.migrateTables('down', '0013-create-retention-floor');
    expect(await tables()).toEqual(oldTables.filter((table) => table !== 'retention_floor'));
    await stack.migrateTables('down', '0001-create-station');
    expect(await tables()).toEqual([]);
    await stack.migrateTables('up');
    expect(await tables()).toEqual(TABLES);
  });

  it('run once if several migrators start at the same time', async () => {
    await stack.migrateTables('down', '0001-create-station');
    await Promise.all([1, 2, 3, 4].map(() => stack.migrateTables('up')));
    const executed = await stack.query<{ name: string }>(
      'SELECT name FROM mikro_orm_migrations ORDER BY name',
    );
    expect(executed.map(({ name }) => name)).toEqual([
      '0001-create-station',
      '0002-create-reading',
      '0003-create-warning-temperatures',
      '0004-create-consumer-offset',
      '0005-add-reading-quality',
      '0006-create-station-checkpoint',
      '0007-create-alert-episode',
      '0008-create-notification-outbox',
      '0009-create-notification',
      '0010-create-reading-hour',
      '0011-create-reading-day',
      '0012-create-summary-due',
      '0013-create-retention-floor',
      '0014-index-episode-start',
      '0015-index-episode-state',
      '0016-index-open-episodes',
      '0017-track-station-partition',
      '0018-add-replaced-count',
      '0019-renew-notification-event',
      '0020-index-episode-filters',
      '0021-rename-notification-columns',
      '0022-rename-rollup-tables',
      '0023-rename-offset-counts',
      '0024-rename-event-sent-at',
    ]);
  });
});

describe('a wrong password', () => {
  it('stops the app with one message that names it', async () => {
    const consumer = stack.app('consumer', { MYSQL_PASSWORD: 'wrong', MYSQL_PASSWORD_FILE: '' });
    await consumer.exitedWith(2);
    expect(consumer.output).toMatch(
      /MYSQL_PASSWORD: 127.0.0.1:\d+ rejects the login .*MYSQL_USER="weather_consumer"/,
    );
    expect(consumer.lines.filter((line) => line.includes('error'))).toHaveLength(1);
  });
});

describe('the rights of the users', () => {
  it('let the consumer write rows but not alter tables', async () => {
    const database = await stack.connect('consumer');
    await expect(database.execute('DROP TABLE reading')).rejects.toThrow(/denied/);
  });

  it('let the notifier write notifications, but no readings or alerts', async () => {
    const database = await stack.connect('notifier');
    await database.execute('DELETE FROM notification_outbox');
    await database.execute('SELECT * FROM alert_episode');
    for (const table of ['reading', 'alert_episode', 'station'])
      await expect(database.execute(`DELETE FROM ${table}`)).rejects.toThrow(/denied/);
  });

  it('let nobody log in as root over the network', async () => {
    const root = { ...stack.databaseConfig('admin'), user: 'root', password: 'x' };
    await expect(WeatherDatabase.connect(root, silentLogger())).rejects.toThrow(/MYSQL_PASSWORD/);
  });
});
