import { toEpochMs } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';

/** When the newest reading of all stations was observed, in epoch ms; looks at one entry of the index for each station. */
export async function newestReadingAt(database: WeatherDatabase): Promise<number | undefined> {
  const [row] = await database.execute<{ newest: string | null }>(
    `SELECT MAX(newest) AS newest
     FROM (SELECT MAX(observed_at) AS newest FROM reading GROUP BY station_id) AS of_station`,
  );
  return row?.newest ? toEpochMs(row.newest) : undefined;
}
