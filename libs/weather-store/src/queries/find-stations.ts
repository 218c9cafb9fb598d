import type { PromptReader } from './prompt-reader.ts';

/** A row of `station`. */
export interface ListedStation {
  /** The small id that the other tables have. */
  readonly id: number;
  /** The station's own id. */
  readonly stationId: string;
  readonly city: string | null;
}

export interface StationsRequest {
  /** A part of the station's id or of its city, in upper or lower case. */
  readonly search?: string | undefined;
  /** The station's id that the page before ended with. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface StationsPage {
  readonly stations: readonly ListedStation[];
  /** Where to go on; without it there are no further stations. */
  readonly next: string | undefined;
}

/** A search looks at so many stations for one page: no part of an id or a city is found by an index. */
const SEARCH_SPAN = 100_000;
const SELECT = 'SELECT id, station_id AS stationId, city FROM station';
const ORDER = 'ORDER BY station_id LIMIT ?';
const CONTAINS = `(CONVERT(station_id USING utf8mb4) COLLATE utf8mb4_unicode_ci LIKE ? ESCAPE '!' OR city LIKE ? ESCAPE '!')`;

/**
 * Stations in the order of their ids. A page of a search may hold fewer than `limit`, or none, and go on all the same, where
 * there are very many stations.
 */
export async function findStations(
  reader: PromptReader,
  { search, after = '', limit }: StationsRequest,
): Promise<StationsPage> {
  if (search !== undefined) return await searchStations(reader, search, after, limit);
  const found = await reader.rows<ListedStation>(`${SELECT} WHERE station_id > ? ${ORDER}`, [
    after,
    limit + 1,
  ]);
  return pageOf(found, limit, undefined);
}

/** The station with this id. */
export async function findStation(
  reader: PromptReader,
  stationId: string,
): Promise<ListedStation | undefined> {
  const [station] = await reader.rows<ListedStation>(`${SELECT} WHERE station_id = ?`, [stationId]);
  return station;
}

async function searchStations(
  reader: PromptReader,
  search: string,
  after: string,
  limit: number,
): Promise<StationsPage> {
  const [end] = await reader.rows<{ stationId: string }>(
    `SELECT station_id AS stationId FROM station WHERE station_id > ? ORDER BY station_id LIMIT 1 OFFSET ${SEARCH_SPAN}`,
    [after],
  );
  const pattern = `%${search.replaceAll(/[!%_]/g, '!$&')}%`;
  const span = end === undefined ? '' : 'AND station_id <= ?';
  const found = await reader.rows<ListedStation>(
    `${SELECT} WHERE station_id > ? ${span} AND ${CONTAINS} ${ORDER}`,
    [after, ...(end === undefined ? [] : [end.stationId]), pattern, pattern, limit + 1],
  );
  return pageOf(found, limit, end?.stationId);
}

function pageOf(found: readonly ListedStation[], limit: number, end: string | undefined): StationsPage {
  const stations = found.slice(0, limit);
  return { stations, next: found.length > limit ? stations.at(-1)?.stationId : end };
}
