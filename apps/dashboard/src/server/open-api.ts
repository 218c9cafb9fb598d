import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

/** Where the description of the API is. */
const OPEN_API_PATH = '/openapi.json';

/** The version of the API: a new one is one that its users have to adapt to. */
const API_VERSION = '1';

/** Describes the routes that are added after it, at `OPEN_API_PATH`. */
export async function describeApi(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Weather dashboard',
        version: API_VERSION,
        description:
          'Stations, readings, alerts and the state of the pipeline, to look at. Instants are ISO 8601, UTC; units are °C, %, hPa, m/s, degrees and mm.',
      },
    },
  });
  server.get(OPEN_API_PATH, { schema: { hide: true } }, () => server.swagger());
}
