import type { LiveView } from '../../live/event-hub.ts';
import { type ApiServer, streamResponses } from '../api-server.ts';
import { HttpError } from '../http-error.ts';
import { toClientKey } from '../security/client-key.ts';

const OPTIONS = {
  exposeHeadRoute: false,
  schema: {
    summary: 'Live events (server-sent events), resumable with the header Last-Event-ID',
    response: streamResponses('text/event-stream'),
  },
};

/** Adds `GET /api/v1/events`: the live events, until the client disconnects. */
export function serveEvents(server: ApiServer, live: Pick<LiveView, 'subscribe'>): void {
  server.get('/api/v1/events', OPTIONS, (request, reply) => {
    const lastEventId = request.headers['last-event-id'];
    // The live part writes the answer itself, with the headers that everything has.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    const outcome = live.subscribe({
      client: toClientKey(request.ip),
      response: reply.raw,
      lastEventId: [lastEventId].flat().at(-1),
    });
    if (outcome === 'full') throw HttpError.unavailable('Too many subscribers. Try again soon.');
    reply.hijack();
  });
}
