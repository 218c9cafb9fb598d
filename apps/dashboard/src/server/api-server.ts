import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { TSchema } from 'typebox';
import { Problem } from '../api/common.ts';

/** A server whose handlers get what the schemas of their routes say. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** The answers of a route: what it gives, and a `Problem` for everything else. */
export function answers<T extends TSchema>(schema: T) {
  return { 200: schema, '4xx': Problem, '5xx': Problem };
}
