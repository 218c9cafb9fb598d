import type { WeatherDatabase } from '@weather/weather-store';

const COUNTERS =
  "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler\\_read%' OR Variable_name = 'Handler_icp_attempts'";

/**
 * How many rows and entries of indexes the server has looked at for some work, by the counters of the session: the work must
 * use this one connection.
 */
export async function rowsExamined(database: WeatherDatabase, work: () => Promise<unknown>): Promise<number> {
  const before = await counted(database);
  const ofCounting = (await counted(database)) - before;
  const start = await counted(database);
  await work();
  return (await counted(database)) - start - ofCounting;
}

async function counted(database: WeatherDatabase): Promise<number> {
  const rows = await database.execute<{ Value: string }>(COUNTERS);
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}
