import fastify from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Settings } from '../api/pipeline.ts';
import type { LiveView } from '../live/live-view.ts';
import { serveEvents } from './serve-events.ts';

export interface ServerOptions {
  readonly alertThresholdCelsius: number;
  readonly live: Pick<LiveView, 'join'>;
}

/** The page and the API of the dashboard. */
export async function createServer({ alertThresholdCelsius, live }: ServerOptions) {
  const server = fastify().withTypeProvider<TypeBoxTypeProvider>();
  server.get('/api/v1/settings', { schema: { response: { 200: Settings } } }, () => ({
    alertThresholdCelsius,
    version: '0.1.0',
  }));
  serveEvents(server, live);
  await server.ready();
  return server;
}
