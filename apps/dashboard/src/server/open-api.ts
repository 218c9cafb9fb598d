import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

const OPEN_API_PATH = '/openapi.json';

/** Incremented when the API changes incompatibly. */
const API_VERSION = '1';

/** Serves the OpenAPI document of all routes added afterwards. */
export async function describeApi(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Weather dashboard',
        version: API_VERSION,
        description:
          'Read-only access to stations, readings, alerts and the state of the pipeline. Timestamps are ISO 8601 in UTC; units are °C, %, hPa, m/s, degrees and mm.',
      },
    },
  });
  server.get(OPEN_API_PATH, { schema: { hide: true } }, () => server.swagger());
}
