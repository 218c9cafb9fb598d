import type { AlertCursor } from '@weather/weather-store';
import { findAlerts, type QueryRunner } from '@weather/weather-store/queries';
import { toAlert } from '../mappers.ts';
import { AlertsCsvQuery, AlertsPage, AlertsQuery } from '../../contract/alerts.ts';
import { DEFAULT_PAGE } from '../../contract/common.ts';
import { decodeCursor, encodeCursor, toAlertFilter } from './query-parameters.ts';
import { type ApiServer, describeRoute, streamResponses } from '../api-server.ts';
import { alertsCsv } from './alerts-csv.ts';

const CURSOR = 'alerts';

/** Adds the alerts, by page and as a CSV file. */
export function addAlertRoutes(server: ApiServer, reader: QueryRunner): void {
  addPages(server, reader);
  addFile(server, reader);
}

function addPages(server: ApiServer, reader: QueryRunner): void {
  server.get(
    '/api/v1/alerts',
    describeRoute('Alerts, newest first', { querystring: AlertsQuery }, AlertsPage),
    async ({ query }) => {
      const { cursor, limit = DEFAULT_PAGE } = query;
      const after = cursor === undefined ? undefined : parsePosition(cursor);
      const { alerts, next } = await findAlerts(reader, toAlertFilter(query), limit, after);
      return {
        alerts: alerts.map(toAlert),
        ...(next && { next: encodeCursor(CURSOR, [next.startedAt, next.station, next.rule]) }),
      };
    },
  );
}

function addFile(server: ApiServer, reader: QueryRunner): void {
  server.get(
    '/api/v1/alerts.csv',
    {
      schema: {
        summary: 'Alerts as a CSV file, newest first, at most 100,000',
        querystring: AlertsCsvQuery,
        response: streamResponses('text/csv'),
      },
    },
    async ({ query }, reply) => {
      const file = await alertsCsv(reader, toAlertFilter(query));
      void reply.type('text/csv; charset=utf-8');
      void reply.header('content-disposition', 'attachment; filename="alerts.csv"');
      return await reply.send(file);
    },
  );
}

function parsePosition(cursor: string): AlertCursor {
  const [startedAt, station, rule] = decodeCursor(CURSOR, ['number', 'number', 'string'], cursor);
  return { startedAt, station, rule };
}
