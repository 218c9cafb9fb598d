import { expect } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { WeatherDatabase } from '@weather/weather-store';
import { TestStack } from '../stack/test-stack.ts';
import { fillTables, NEWEST, type TableSizes } from './filled-tables.ts';

export const STATION = 'station-0000017';
/** An hour of that station. */
export const RANGE = { station: 17, from: NEWEST - MS_PER_HOUR, to: NEWEST };
export const PAGE = 100;
/** Rows that the server reads in addition: ends of ranges, and its own tables. */
export const FEW = 50;

/** Some work by its name, and how many rows it may examine. */
export type Bounds = Readonly<Record<string, readonly [atMost: number, work: () => Promise<unknown>]>>;

/** A database whose tables have many rows, and the users of the apps there. */
export class PlanTables {
  #stack: TestStack | undefined;
  readonly #databases = new Map<string, WeatherDatabase>();

  constructor(readonly sizes: TableSizes) {}

  async start(): Promise<void> {
    this.#stack = await TestStack.start({ start: { kafka: false } });
    await this.#stack.migrateTables('up');
    await fillTables(this.#stack, this.sizes);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#databases.values()].map((database) => database.close()));
    await this.#stack?.stop();
  }

  get stack(): TestStack {
    if (this.#stack === undefined) throw new Error('the server is not started');
    return this.#stack;
  }

  /** Connects as the user of an app, with one connection, whose counters are read. */
  async as(role: Parameters<TestStack['databaseConfig']>[0]): Promise<WeatherDatabase> {
    const config = { ...this.stack.databaseConfig(role), connections: 1 };
    const database = this.#databases.get(role) ?? (await WeatherDatabase.connect(config, silentLogger()));
    this.#databases.set(role, database);
    return database;
  }
}

/** Does some work and expects none of it to examine more rows than it may. */
export async function expectBounded(database: WeatherDatabase, bounds: Bounds): Promise<void> {
  const tooMany: string[] = [];
  for (const [name, [atMost, work]] of Object.entries(bounds)) {
    const rows = await countRowsExamined(database, work);
    if (rows > atMost) tooMany.push(`${name}: ${rows} rows, at most ${atMost} are expected`);
  }
  expect(tooMany).toEqual([]);
}

/**
 * Counts the rows and index entries that the server examines for some work: on this one connection, or on all of them, in
 * which case nothing else may use the server meanwhile.
 */
export async function countRowsExamined(
  database: WeatherDatabase,
  work: () => Promise<unknown>,
  scope: 'SESSION' | 'GLOBAL' = 'SESSION',
): Promise<number> {
  const count = async (): Promise<number> => {
    const rows = await database.execute<{ Value: string }>(
      `SHOW ${scope} STATUS WHERE Variable_name LIKE 'Handler\\_read%' OR Variable_name = 'Handler_icp_attempts'`,
    );
    return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
  };
  const before = await count();
  const ofCounting = (await count()) - before;
  const start = await count();
  await work();
  return (await count()) - start - ofCounting;
}
