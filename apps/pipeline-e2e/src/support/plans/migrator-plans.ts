import { expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { SchemaMigrator, WeatherDatabase } from '@weather/weather-store';
import { countRowsExamined, FEW, type PlanTables } from './plan-tables.ts';

/** The migrations and the server's metadata of the tables. */
const SERVER_ROWS = 20 * FEW;
/** The first migration that fills a table from `reading`. */
const FIRST_BACK_FILL = '0006-create-station-checkpoint';
/** Checkpoints and dirty hours read all readings once; dirty hours also read the day of each reading. */
const BACK_FILL_PASSES = 3;

/** The statements of the migrator; must come last, since they drop tables. */
export function migratorPlans(tables: PlanTables): void {
  const countExamined = async (work: (migrator: SchemaMigrator) => Promise<unknown>): Promise<number> => {
    const database = await WeatherDatabase.connect(tables.stack.databaseConfig('migrator'), silentLogger());
    const migrator = new SchemaMigrator(database);
    await migrator.status();
    try {
      return await countRowsExamined(await tables.as('admin'), () => work(migrator), 'GLOBAL');
    } finally {
      await database.close();
    }
  };

  it('examines no row of the pipeline when the tables are up to date', async () => {
    expect(await countExamined((migrator) => migrator.up())).toBeLessThan(SERVER_ROWS);
    expect(await countExamined((migrator) => migrator.status())).toBeLessThan(SERVER_ROWS);
  });

  it('examines each reading once for each table that it fills from them', async () => {
    const { readings, alerts, stations } = tables.sizes;
    const others = 4 * (alerts + stations) + SERVER_ROWS;
    expect(await countExamined((migrator) => migrator.down(FIRST_BACK_FILL))).toBeLessThan(others);
    const rows = await countExamined((migrator) => migrator.up());
    expect(rows).toBeLessThan(BACK_FILL_PASSES * readings + others);
    expect(await tables.stack.query('SELECT 1 FROM station_checkpoint')).toHaveLength(stations);
  });
}
