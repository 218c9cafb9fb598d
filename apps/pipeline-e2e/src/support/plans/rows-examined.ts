import type { WeatherDatabase } from '@weather/weather-store';

const counters = (scope: 'SESSION' | 'GLOBAL'): string =>
  `SHOW ${scope} STATUS WHERE Variable_name LIKE 'Handler\\_read%' OR Variable_name = 'Handler_icp_attempts'`;

/** Counts the rows and index entries that the server examines for some work, which must use this one connection. */
export async function countRowsExamined(
  database: WeatherDatabase,
  work: () => Promise<unknown>,
): Promise<number> {
  return await examined(database, counters('SESSION'), work);
}

/** Counts those of the whole server, for work on other connections; nothing else may use the server meanwhile. */
export async function countAllRowsExamined(
  database: WeatherDatabase,
  work: () => Promise<unknown>,
): Promise<number> {
  return await examined(database, counters('GLOBAL'), work);
}

async function examined(
  database: WeatherDatabase,
  statement: string,
  work: () => Promise<unknown>,
): Promise<number> {
  const counted = async (): Promise<number> => {
    const rows = await database.execute<{ Value: string }>(statement);
    return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
  };
  const before = await counted();
  const ofCounting = (await counted()) - before;
  const start = await counted();
  await work();
  return (await counted()) - start - ofCounting;
}
