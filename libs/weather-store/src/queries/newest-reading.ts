import { MS_PER_HOUR } from '@weather/weather-schema';
import { toEpochMs } from '../rows/date-time.ts';
import { newestParameters, newestReadingOf } from '../rows/newest-reading-of.ts';
import type { WeatherDatabase } from '../weather-database.ts';

/**
 * When the newest reading of all stations was observed, in epoch ms, those ahead of the clock left out; looks at one entry of
 * the index for each station.
 */
export async function newestReadingAt(database: WeatherDatabase, now: number): Promise<number | undefined> {
  const [row] = await database.execute<{ newest: string | null }>(
    `SELECT MAX(${newestReadingOf('s.id')}) AS newest FROM station s`,
    newestParameters(now, MS_PER_HOUR),
  );
  return row?.newest ? toEpochMs(row.newest) : undefined;
}
