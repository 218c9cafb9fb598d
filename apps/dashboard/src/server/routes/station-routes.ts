import {
  findStation,
  findStations,
  findStationSnapshots,
  type ListedStation,
  type QueryRunner,
} from '@weather/weather-store/queries';
import { DEFAULT_PAGE } from '../../contract/common.ts';
import { StationParams, StationsPage, StationsQuery, StationStatus } from '../../contract/stations.ts';
import { toStationStatus } from '../mappers.ts';
import type { StationLocations } from '../locations/station-locations.ts';
import { type ApiServer, describeRoute } from '../api-server.ts';
import { decodeCursor, encodeCursor, isAsciiText } from './query-parameters.ts';
import { HTTP_STATUS, HttpError } from '../../contract/http-error.ts';

const CURSOR = 'stations';

/** Adds the stations with their latest reading and firing alerts. */
export function addStationRoutes(server: ApiServer, reader: QueryRunner, locations: StationLocations): void {
  server.get(
    '/api/v1/stations',
    describeRoute(
      'Stations with their latest reading and firing alerts, sorted by id',
      { querystring: StationsQuery },
      StationsPage,
    ),
    async ({ query: { search, cursor, limit = DEFAULT_PAGE } }) => {
      const [after] = cursor === undefined ? [] : decodeCursor(CURSOR, ['string'], cursor);
      const { stations, next } = await findStations(reader, { search, after, limit });
      return {
        stations: await loadStatuses(reader, stations, locations),
        ...(next !== undefined && { next: encodeCursor(CURSOR, [next]) }),
      };
    },
  );

  server.get(
    '/api/v1/stations/:station',
    describeRoute(
      'A station with its latest reading and firing alerts',
      { params: StationParams },
      StationStatus,
    ),
    async ({ params: { station } }) => {
      const found = await requireStation(reader, station);
      const [now] = await loadStatuses(reader, [found], locations);
      return now;
    },
  );
}

/**
 * Finds a station by its id.
 * @throws HttpError (404) if it has never sent a reading.
 */
export async function requireStation(reader: QueryRunner, stationId: string): Promise<ListedStation> {
  const station = isAsciiText(stationId) ? await findStation(reader, stationId) : undefined;
  if (station === undefined) throw new HttpError(HTTP_STATUS.notFound, 'No station with this ID.');
  return station;
}

async function loadStatuses(
  reader: QueryRunner,
  stations: readonly ListedStation[],
  locations: StationLocations,
): Promise<StationStatus[]> {
  const states = await findStationSnapshots(
    reader,
    stations.map(({ id }) => id),
    Date.now(),
  );
  return states.map((state, index) => toStationStatus(stations[index] as ListedStation, state, locations));
}
