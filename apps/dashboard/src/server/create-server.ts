import fastify from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Logger } from '@weather/service-runtime';
import type { QueryRunner } from '@weather/weather-store/queries';
import type { Settings } from '../contract/pipeline.ts';
import type { LiveView } from '../live/live-view.ts';
import type { StationLocations } from './locations/station-locations.ts';
import { addAlertRoutes } from './routes/alert-routes.ts';
import type { ApiServer } from './api-server.ts';
import { observeRequests, type RequestObserver } from './observe-requests.ts';
import { describeApi } from './open-api.ts';
import { servePage } from './page-files.ts';
import { addPipelineRoutes } from './routes/pipeline-routes.ts';
import { handleErrors } from './http-error.ts';
import { protect, type Protection } from './security/protect.ts';
import { SERVER_LIMITS } from './server-limits.ts';
import { serveEvents } from './routes/event-routes.ts';
import { addSeriesRoutes } from './routes/series-routes.ts';
import { addStationRoutes } from './routes/station-routes.ts';

export interface ServerOptions {
  readonly settings: Settings;
  readonly reader: QueryRunner;
  readonly locations: StationLocations;
  readonly live: LiveView;
  /** The folder with the built page. */
  readonly pageFolder: string;
  readonly protection: Protection;
  readonly onAnswered: RequestObserver;
  readonly logger: Logger;
}

/** The page and the API of the dashboard; it does not listen yet. */
export async function createServer(options: ServerOptions): Promise<ApiServer> {
  const { settings, reader, locations, live, pageFolder, protection, onAnswered, logger } = options;
  const { trustedProxies } = protection;
  const trustProxy = trustedProxies.length === 0 ? false : [...trustedProxies];
  const server = fastify({ ...SERVER_LIMITS, trustProxy }).withTypeProvider<TypeBoxTypeProvider>();
  observeRequests(server, onAnswered);
  handleErrors(server, logger);
  await protect(server, protection);
  await describeApi(server);
  addPipelineRoutes(server, settings, live);
  addStationRoutes(server, reader, locations);
  addSeriesRoutes(server, reader);
  addAlertRoutes(server, reader);
  serveEvents(server, live);
  await servePage(server, pageFolder);
  await server.ready();
  return server;
}
