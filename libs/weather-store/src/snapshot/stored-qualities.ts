import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';

/** What quality control said of a row of `reading`: its flags, as `flagOf` and `timelinessOf` of weather-rules read them. */
export interface StoredQuality {
  readonly stationId: string;
  readonly observedAt: number;
  readonly quality: number;
}

/** Which rows are meant. */
export interface QualityRange {
  readonly stationIds: readonly string[];
  /** Milliseconds since the epoch, both included. */
  readonly from: number;
  readonly to: number;
}

const PAGE_ROWS = 5_000;
const FIND_STATION = 'SELECT id FROM station WHERE station_id = ?';
/** Both servers find its start and its end in the primary key. */
const SELECT_PAGE = `SELECT observed_at AS observedAt, quality FROM reading
  WHERE station_id = ? AND observed_at >= ? AND observed_at <= ? ORDER BY observed_at LIMIT ${PAGE_ROWS}`;

/** Station by station, in the order of time; a station that is not in the table has no rows. */
export async function* qualityPages(
  em: EntityManager,
  { stationIds, from, to }: QualityRange,
): AsyncGenerator<StoredQuality[], void, undefined> {
  for (const stationId of stationIds) {
    const [station] = await em.execute<{ id: number }[]>(FIND_STATION, [stationId]);
    if (station === undefined) continue;
    for (let start = from; start <= to;) {
      const rows = await em.execute<{ observedAt: string; quality: number }[]>(SELECT_PAGE, [
        station.id,
        toDateTime(start),
        toDateTime(to),
      ]);
      const page = rows.map(({ observedAt, quality }) => ({
        stationId,
        observedAt: toEpochMs(observedAt),
        quality,
      }));
      if (page.length > 0) yield page;
      const last = page.length < PAGE_ROWS ? undefined : page.at(-1);
      start = last === undefined ? Number.POSITIVE_INFINITY : last.observedAt + 1;
    }
  }
}
