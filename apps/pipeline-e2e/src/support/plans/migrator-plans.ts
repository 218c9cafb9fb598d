import { expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { SchemaMigrator, WeatherDatabase } from '@weather/weather-store';
import { FEW, type PlanTables } from './plan-tables.ts';
import { rowsExaminedByAll } from './rows-examined.ts';

/** The migrations and the tables that the server keeps of them. */
const OWN_ROWS = 20 * FEW;
/** The first that fills a table from `reading`. */
const FIRST_BACK_FILL = '0006-create-station-checkpoint';
/**
 * The checkpoints and the hours that are due: each looks at all readings, once in the life of a database, the hours at the day
 * of each reading as well.
 */
const LOOKS_OF_BACK_FILLS = 3;

/** The statements of the migrator; the last of all, since they take tables away. */
export function migratorPlans(tables: PlanTables): void {
  const examinedBy = async (work: (migrator: SchemaMigrator) => Promise<unknown>): Promise<number> => {
    const database = await WeatherDatabase.connect(tables.stack.databaseConfig('migrator'), silentLogger());
    const migrator = new SchemaMigrator(database);
    await migrator.status();
    try {
      return await rowsExaminedByAll(await tables.as('admin'), () => work(migrator));
    } finally {
      await database.close();
    }
  };

  it('looks at no row of the pipeline when the tables are up to date', async () => {
    expect(await examinedBy((migrator) => migrator.up())).toBeLessThan(OWN_ROWS);
    expect(await examinedBy((migrator) => migrator.status())).toBeLessThan(OWN_ROWS);
  });

  it('looks at each reading once for each table that it fills from them', async () => {
    const { readings, alerts, stations } = tables.sizes;
    const others = 4 * (alerts + stations) + OWN_ROWS;
    expect(await examinedBy((migrator) => migrator.down(FIRST_BACK_FILL))).toBeLessThan(others);
    const rows = await examinedBy((migrator) => migrator.up());
    expect(rows).toBeLessThan(LOOKS_OF_BACK_FILLS * readings + others);
    expect(await tables.stack.query('SELECT 1 FROM station_checkpoint')).toHaveLength(stations);
  });
}
