import type { FastifyInstance } from 'fastify';
import type { LiveView } from '../live/live-view.ts';

const SERVICE_UNAVAILABLE = 503;
const RETRY_AFTER_SECONDS = '10';

/** Adds `GET /api/v1/events`: the live events, until the viewer leaves. */
export function serveEvents(server: FastifyInstance, live: Pick<LiveView, 'join'>): void {
  server.get('/api/v1/events', (request, reply) => {
    const lastEventId = request.headers['last-event-id'];
    const outcome = live.join({ response: reply.raw, lastEventId: [lastEventId].flat().at(-1) });
    if (outcome === 'joined') return reply.hijack();
    return reply
      .code(SERVICE_UNAVAILABLE)
      .header('Retry-After', RETRY_AFTER_SECONDS)
      .send({ statusCode: SERVICE_UNAVAILABLE, error: 'Service Unavailable', message: 'too many viewers' });
  });
}
