import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Logger } from '@weather/service-runtime';
import { MS_PER_SECOND } from '@weather/weather-schema';
import type { QueryRunner } from '@weather/weather-store/queries';
import fastify, { type FastifyHttpOptions, type RawServerDefault } from 'fastify';
import type { Settings } from '../contract/pipeline.ts';
import type { LiveView } from '../live/event-hub.ts';
import { type ApiServer, describeApi } from './api-server.ts';
import { handleErrors } from './handle-errors.ts';
import type { StationLocations } from './locations/station-locations.ts';
import { addAlertRoutes } from './routes/alert-routes.ts';
import { addPipelineRoutes, serveEvents } from './routes/live-routes.ts';
import { addSeriesRoutes } from './routes/series-routes.ts';
import { addStationRoutes } from './routes/station-routes.ts';
import { protect, type Protection } from './security/protect.ts';

export interface ServerOptions {
  readonly settings: Settings;
  readonly reader: QueryRunner;
  readonly locations: StationLocations;
  readonly live: LiveView;
  /** The folder with the built page. */
  readonly pageFolder: string;
  readonly protection: Protection;
  readonly onAnswered: (request: AnsweredRequest) => void;
  readonly logger: Logger;
}

/** Creates the server of the page and the API; it does not listen yet. */
export async function createServer(options: ServerOptions): Promise<ApiServer> {
  const { settings, reader, locations, live, pageFolder, protection, onAnswered, logger } = options;
  const trustedProxies = protection.trustedProxies.filter((network) => network !== '');
  const trustProxy = trustedProxies.length === 0 ? false : trustedProxies;
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

/** Serves the files of a folder; a file with a compressed copy is sent compressed. */
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
  /** Exceeds the length of an escaped station id. */
  routerOptions: { maxParamLength: 200 },
  /** By default Ajv rejects only finite numbers that are out of bounds, and 1e999 is parsed as Infinity. */
  ajv: { customOptions: { strictNumbers: false } },
  /** Event streams do not end by themselves. */
  forceCloseConnections: true,
} satisfies FastifyHttpOptions<RawServerDefault>;

/** A completed request, in values of low cardinality. */
export interface AnsweredRequest {
  /** As declared, such as `/api/v1/stations/:station`; `none` if no route matches. */
  readonly route: string;
  readonly method: 'GET' | 'HEAD' | 'other';
  readonly status: number;
  /** From the arrival of the request to the end of the response. */
  readonly ms: number;
}

/** Not measured, since a stream lasts as long as the page is open. */
const EVENTS_ROUTE = '/api/v1/events';

/** Reports every completed request, including rejected ones. */
function observeRequests(server: ApiServer, observer: ServerOptions['onAnswered']): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const method = request.method === 'GET' || request.method === 'HEAD' ? request.method : 'other';
    if (route !== EVENTS_ROUTE) observer({ route, method, status: reply.statusCode, ms: reply.elapsedTime });
    done();
  });
}
