import { listEpisodes, type EpisodePosition, type PromptReader } from '@weather/weather-store';
import { alertOf } from '../live/alerts/alert-of.ts';
import { AlertsPage, AlertsQuery } from '../api/alerts.ts';
import { DEFAULT_PAGE } from '../api/common.ts';
import { alertFilterOf } from './alert-filter.ts';
import { answers, type ApiServer } from './api-server.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const CURSOR = 'alerts';

/** The alerts. */
export function addAlertRoutes(server: ApiServer, reader: PromptReader): void {
  server.get(
    '/api/v1/alerts',
    {
      schema: {
        summary: 'Alerts, those that began last first',
        querystring: AlertsQuery,
        response: answers(AlertsPage),
      },
    },
    async ({ query }) => {
      const { cursor, limit = DEFAULT_PAGE } = query;
      const after = cursor === undefined ? undefined : positionOf(cursor);
      const { episodes, next } = await listEpisodes(reader, alertFilterOf(query), limit, after);
      return {
        alerts: episodes.map(alertOf),
        ...(next && { next: encodeCursor(CURSOR, [next.startedAt, next.station, next.rule]) }),
      };
    },
  );
}

function positionOf(cursor: string): EpisodePosition {
  const [startedAt, station, rule] = decodeCursor(CURSOR, ['number', 'number', 'string'], cursor);
  return { startedAt, station, rule };
}
