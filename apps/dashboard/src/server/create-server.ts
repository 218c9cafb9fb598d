import fastify, { type FastifyHttpOptions, type RawServerDefault } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Logger } from '@weather/service-runtime';
import type { QueryRunner } from '@weather/weather-store/queries';
import type { Settings } from '../contract/pipeline.ts';
import type { LiveView } from '../live/event-hub.ts';
import type { StationLocations } from './locations/station-locations.ts';
import { addAlertRoutes } from './routes/alert-routes.ts';
import type { ApiServer } from './api-server.ts';
import { observeRequests, type RequestObserver } from './observe-requests.ts';
import { describeApi } from './open-api.ts';
import { addPipelineRoutes } from './routes/pipeline-routes.ts';
import { handleErrors } from './http-error.ts';
import { protect, type Protection } from './security/protect.ts';
import { serveEvents } from './routes/event-routes.ts';
import { addSeriesRoutes } from './routes/series-routes.ts';
import { addStationRoutes } from './routes/station-routes.ts';
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import { MS_PER_SECOND } from '@weather/weather-schema';

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

/** Serves the page: the files of a folder, compressed where they are there compressed. */
async function servePage(server: ApiServer, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await server.register(fastifyStatic, { root: folder, preCompressed: true, schemaHide: true });
}

const KIB = 1_024;

/**
 * Limits on the cost of a client. The timeouts cover receiving a request and idle connections: a client that sends a byte now and
 * then (Slowloris) is disconnected, one that reads live events for hours is not.
 */
const SERVER_LIMITS = {
  bodyLimit: KIB,
  requestTimeout: 10 * MS_PER_SECOND,
  keepAliveTimeout: 10 * MS_PER_SECOND,
  http: { headersTimeout: 5 * MS_PER_SECOND, maxHeaderSize: 8 * KIB },
  /** A station's id, escaped. */
  routerOptions: { maxParamLength: 200 },
  /** Ajv compares a number with its bounds only if it is finite, unless told otherwise: 1e999 becomes Infinity. */
  ajv: { customOptions: { strictNumbers: false } },
  /** Event streams do not end by themselves. */
  forceCloseConnections: true,
} satisfies FastifyHttpOptions<RawServerDefault>;
