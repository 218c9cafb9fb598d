import fastify from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Settings } from '../api/pipeline.ts';

export interface ServerOptions {
  readonly alertThresholdCelsius: number;
}

/** The page and the API of the dashboard. */
export async function createServer({ alertThresholdCelsius }: ServerOptions) {
  const server = fastify().withTypeProvider<TypeBoxTypeProvider>();
  server.get('/api/v1/settings', { schema: { response: { 200: Settings } } }, () => ({
    alertThresholdCelsius,
    version: '0.1.0',
  }));
  await server.ready();
  return server;
}
