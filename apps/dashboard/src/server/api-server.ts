import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type, type TSchema } from 'typebox';
import { ErrorResponse } from '../contract/common.ts';

/** A server whose handlers get what the schemas of their routes say. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

const ERRORS = { '4xx': ErrorResponse, '5xx': ErrorResponse };

/** The answers of a route: what it gives, and a `ErrorResponse` for everything else. */
export function responses<T extends TSchema>(schema: T) {
  return { 200: schema, ...ERRORS };
}

/** The answers of a route that sends a text of another kind than JSON, from a stream. */
export function streamResponses(contentType: string) {
  const schema = Type.Unsafe<Readable>(Type.String());
  return { 200: { content: { [contentType]: { schema } } }, ...ERRORS };
}
