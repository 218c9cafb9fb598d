import { toEpochMs } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';

/** When the newest reading of all stations was observed, in epoch ms; looks at one entry of the index for each station. */
export async function newestReadingAt(database: WeatherDatabase): Promise<number | undefined> {
  const [row] = await database.execute<{ newest: string | null }>(
    `SELECT MAX((SELECT r.observed_at FROM reading r WHERE r.station_id = s.id ORDER BY r.observed_at DESC LIMIT 1)) AS newest
     FROM station s`,
  );
  return row?.newest ? toEpochMs(row.newest) : undefined;
}
