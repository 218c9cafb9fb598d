import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import { Station } from '../entities/station.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { toReading, SELECT_READINGS, type SelectedReading } from '../rows/select-readings.ts';

/** A row of `reading`. If its station is missing in `station`, its ID is the text `station number N`. */
export type StoredReading = Omit<Reading, 'city'>;

/** The quality flags of a row of `reading`, as `flagOf` and `timelinessOf` of weather-rules read them. */
export interface StoredQuality {
  readonly stationId: string;
  readonly observedAt: number;
  readonly quality: number;
}

/** Selects rows of `reading` by station and time. */
export interface QualityRange {
  readonly stationIds: readonly string[];
  /** Milliseconds since the epoch, both included. */
  readonly from: number;
  readonly to: number;
}

const PAGE_ROWS = 5_000;
/** Written so that both servers seek in the primary key; they do not for a comparison of pairs. */
const AFTER_LAST = 'WHERE (station_id = ? AND observed_at > ?) OR station_id > ?';
const ORDER = `ORDER BY station_id, observed_at LIMIT ${PAGE_ROWS}`;
/** Both servers find its start and its end in the primary key. */
const SELECT_QUALITIES = `SELECT observed_at AS observedAt, quality FROM reading
  WHERE station_id = ? AND observed_at >= ? AND observed_at <= ? ORDER BY observed_at LIMIT ${PAGE_ROWS}`;

/** Pages through all rows in the order of the primary key. */
export async function* readingPages(em: EntityManager): AsyncGenerator<StoredReading[], void, undefined> {
  const stations = await em.find(Station, {}, { fields: ['id', 'stationId'], disableIdentityMap: true });
  const stationIds = new Map(stations.map(({ id, stationId }) => [id, stationId]));
  let rows = await em.execute<SelectedReading[]>(`${SELECT_READINGS} ${ORDER}`);
  for (;;) {
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => toReading(row, stationIds.get(row.station) ?? `station number ${row.station}`));
    rows = await em.execute<SelectedReading[]>(`${SELECT_READINGS} ${AFTER_LAST} ${ORDER}`, [
      last.station,
      last.observedAt,
      last.station,
    ]);
  }
}

/** Pages through the flags station by station, in chronological order; an unknown station has no rows. */
export async function* qualityPages(
  em: EntityManager,
  { stationIds, from, to }: QualityRange,
): AsyncGenerator<StoredQuality[], void, undefined> {
  for (const stationId of stationIds) {
    const station = await em.findOne(Station, { stationId }, { fields: ['id'], disableIdentityMap: true });
    if (station === null) continue;
    for (let start = from; start <= to;) {
      const rows = await em.execute<{ observedAt: string; quality: number }[]>(SELECT_QUALITIES, [
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
