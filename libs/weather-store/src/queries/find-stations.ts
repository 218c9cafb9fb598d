import type { InferEntity } from '@mikro-orm/core';
import { Station } from '../entities/station.ts';
import type { QueryRunner } from './query-runner.ts';

export interface ListedStation {
  /** The surrogate key that other tables refer to. */
  readonly id: number;
  /** The ID that the station sends. */
  readonly stationId: string;
  readonly city: string | null;
}

interface StationsRequest {
  /** A part of the station's ID or city, case-insensitive. */
  readonly search?: string | undefined;
  /** The station ID that the previous page ended with. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface StationsPage {
  readonly stations: readonly ListedStation[];
  /** Where the next page starts; undefined after the last page. */
  readonly next: string | undefined;
}

const FIELDS = ['id', 'stationId', 'city'] as const;
/** A search scans so many stations for one page: no index finds a part of an ID or a city. */
const SEARCH_SPAN = 100_000;
/** An ASCII column has to be converted before it is compared with any text. */
const CONTAINS = `(CONVERT(station_id USING utf8mb4) COLLATE utf8mb4_unicode_ci LIKE ? ESCAPE '!' OR city LIKE ? ESCAPE '!')`;

/**
 * Finds stations in the order of their IDs. With very many stations, a page of a search may hold fewer than `limit`, even
 * none, although more pages follow.
 */
export async function findStations(
  runner: QueryRunner,
  { search, after = '', limit }: StationsRequest,
): Promise<StationsPage> {
  if (search !== undefined) return await searchStations(runner, search, after, limit);
  const stations = await runner.run((em) =>
    em.find(
      Station,
      { stationId: { $gt: after } },
      { fields: FIELDS, orderBy: { stationId: 'asc' }, limit: limit + 1 },
    ),
  );
  return toPage(stations.map(toListed), limit, undefined);
}

/** Finds the station with this ID. */
export async function findStation(
  runner: QueryRunner,
  stationId: string,
): Promise<ListedStation | undefined> {
  const station = await runner.run((em) => em.findOne(Station, { stationId }, { fields: FIELDS }));
  return station === null ? undefined : toListed(station);
}

async function searchStations(
  runner: QueryRunner,
  search: string,
  after: string,
  limit: number,
): Promise<StationsPage> {
  const [end] = await runner.run((em) =>
    em.find(
      Station,
      { stationId: { $gt: after } },
      { fields: ['stationId'], orderBy: { stationId: 'asc' }, limit: 1, offset: SEARCH_SPAN },
    ),
  );
  const pattern = `%${search.replaceAll(/[!%_]/g, '!$&')}%`;
  const upTo = end === undefined ? [] : [end.stationId];
  const stations = await runner.select<ListedStation>(
    `SELECT id, station_id AS stationId, city FROM station
     WHERE station_id > ? ${end === undefined ? '' : 'AND station_id <= ?'} AND ${CONTAINS}
     ORDER BY station_id LIMIT ?`,
    [after, ...upTo, pattern, pattern, limit + 1],
  );
  return toPage(stations, limit, end?.stationId);
}

function toPage(found: readonly ListedStation[], limit: number, end: string | undefined): StationsPage {
  const stations = found.slice(0, limit);
  return { stations, next: found.length > limit ? stations.at(-1)?.stationId : end };
}

function toListed({
  id,
  stationId,
  city,
}: Pick<InferEntity<typeof Station>, 'id' | 'stationId' | 'city'>): ListedStation {
  return { id, stationId, city: city ?? null };
}
