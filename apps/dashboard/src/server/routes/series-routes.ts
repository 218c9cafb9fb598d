import { QUANTITIES } from '@weather/weather-schema';
import { findReadings, findRollups, findSeries, type QueryRunner } from '@weather/weather-store/queries';
import { toRollup, toStoredReading } from '../mappers.ts';
import { DEFAULT_PAGE } from '../../contract/common.ts';
import {
  DEFAULT_POINTS,
  ReadingsPage,
  ReadingsQuery,
  RollupsPage,
  RollupsQuery,
  Series,
  SeriesQuery,
} from '../../contract/readings.ts';
import { StationParams } from '../../contract/stations.ts';
import { downsample } from '../downsample/downsample.ts';
import { type ApiServer, describeRoute } from '../api-server.ts';
import { decodeCursor, encodeCursor, parseRange } from './query-parameters.ts';
import { requireStation } from './station-routes.ts';

const READINGS = 'readings';
const ROLLUPS = 'rollups';

/** Adds the readings, the series and the rollups of a station. */
export function addSeriesRoutes(server: ApiServer, reader: QueryRunner): void {
  addReadings(server, reader);
  addSeries(server, reader);
  addRollups(server, reader);
}

function addReadings(server: ApiServer, reader: QueryRunner): void {
  server.get(
    '/api/v1/stations/:station/readings',
    describeRoute(
      'Readings of a station with their quality flags, in chronological order',
      { params: StationParams, querystring: ReadingsQuery },
      ReadingsPage,
    ),
    async ({ params, query }) => {
      const { cursor, limit = DEFAULT_PAGE } = query;
      const { from, to } = parseRange(query);
      const start = startAt(READINGS, cursor, from);
      const { id } = await requireStation(reader, params.station);
      const found = await findReadings(reader, { station: id, from: start, to }, limit + 1);
      return {
        readings: found.slice(0, limit).map(toStoredReading),
        ...nextAt(READINGS, found[limit]?.observedAt),
      };
    },
  );
}

function addSeries(server: ApiServer, reader: QueryRunner): void {
  server.get(
    '/api/v1/stations/:station/series',
    describeRoute(
      'One quantity of a station over time, downsampled to at most the requested number of points',
      { params: StationParams, querystring: SeriesQuery },
      Series,
    ),
    async ({ params, query }) => {
      const { quantity, points = DEFAULT_POINTS } = query;
      const { from, to } = parseRange(query);
      const { id } = await requireStation(reader, params.station);
      const series = await findSeries(reader, { station: id, from, to }, quantity);
      return {
        quantity,
        unit: QUANTITIES[quantity].unit,
        resolution: series.resolution,
        ...downsample(series, points),
        total: series.times.length,
      };
    },
  );
}

function addRollups(server: ApiServer, reader: QueryRunner): void {
  server.get(
    '/api/v1/stations/:station/rollups',
    describeRoute(
      'Hourly or daily rollups of a station that start in the range, in chronological order',
      { params: StationParams, querystring: RollupsQuery },
      RollupsPage,
    ),
    async ({ params, query }) => {
      const { resolution, cursor, limit = DEFAULT_PAGE } = query;
      const { from, to } = parseRange(query);
      const start = startAt(ROLLUPS, cursor, from);
      const { id } = await requireStation(reader, params.station);
      const found = await findRollups(reader, resolution, { station: id, from: start, to }, limit + 1);
      return {
        rollups: found.slice(0, limit).map(toRollup),
        ...nextAt(ROLLUPS, found[limit]?.start),
      };
    },
  );
}

/** The start of a page: its cursor, or the start of the range. */
function startAt(kind: string, cursor: string | undefined, from: number): number {
  const [start] = cursor === undefined ? [from] : decodeCursor(kind, ['number'], cursor);
  return Math.max(start, from);
}

function nextAt(kind: string, timestamp: number | undefined): { readonly next?: string } {
  return timestamp === undefined ? {} : { next: encodeCursor(kind, [timestamp]) };
}
