import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { FastifyBaseLogger, FastifyInstance, FastifySchema, RawServerDefault } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type, type TSchema } from 'typebox';
import { ErrorResponse } from '../contract/common.ts';
import swagger from '@fastify/swagger';

/** A server whose handlers are typed by the schemas of their routes. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

const ERRORS = { '4xx': ErrorResponse, '5xx': ErrorResponse };

/** Describes a route by its request and its result; other responses are an `ErrorResponse`. */
export function describeRoute<const Request extends FastifySchema, Result extends TSchema>(
  summary: string,
  request: Request,
  result: Result,
) {
  return { schema: { ...request, summary, response: { 200: result, ...ERRORS } } };
}

/** The responses of a route that streams text of another content type than JSON. */
export function streamResponses(contentType: string) {
  const schema = Type.Unsafe<Readable>(Type.String());
  return { 200: { content: { [contentType]: { schema } } }, ...ERRORS };
}

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
  server.get('/openapi.json', { schema: { hide: true } }, () => server.swagger());
}
