import { DeadLettersPage, PipelineState, Settings } from '../../contract/pipeline.ts';
import type { LiveView } from '../../live/event-hub.ts';
import { type ApiServer, describeRoute, streamResponses } from '../api-server.ts';
import { HTTP_STATUS, HttpError } from '../../contract/http-error.ts';
import { toClientKey } from '../security/client-key.ts';

/** Adds the state of the pipeline, the dead letters and the settings for the page. */
export function addPipelineRoutes(
  server: ApiServer,
  settings: Settings,
  live: Pick<LiveView, 'pipeline' | 'deadLetters'>,
): void {
  server.get('/api/v1/settings', describeRoute('Settings for the page', {}, Settings), () => settings);

  server.get('/api/v1/pipeline', describeRoute('Current state of the pipeline', {}, PipelineState), () =>
    live.pipeline(),
  );

  server.get(
    '/api/v1/dead-letters',
    describeRoute('Recent dead letters, newest first', {}, DeadLettersPage),
    () => ({ deadLetters: [...live.deadLetters()] }),
  );
}

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
    // The event hub writes the response itself, with the headers that every response has.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    const outcome = live.subscribe({
      client: toClientKey(request.ip),
      response: reply.raw,
      lastEventId: [lastEventId].flat().at(-1),
    });
    if (outcome === 'full')
      throw new HttpError(HTTP_STATUS.unavailable, 'Too many subscribers. Try again soon.');
    reply.hijack();
  });
}
