import { DeadLettersPage, PipelineState, Settings } from '../../contract/pipeline.ts';
import type { LiveView } from '../../live/event-hub.ts';
import { type ApiServer, responses } from '../api-server.ts';

/** The state of the pipeline, its dead letters and what the page has to know. */
export function addPipelineRoutes(
  server: ApiServer,
  settings: Settings,
  live: Pick<LiveView, 'pipeline' | 'deadLetters'>,
): void {
  server.get(
    '/api/v1/settings',
    { schema: { summary: 'Settings for the page', response: responses(Settings) } },
    () => settings,
  );

  server.get(
    '/api/v1/pipeline',
    { schema: { summary: 'Current state of the pipeline', response: responses(PipelineState) } },
    () => live.pipeline(),
  );

  server.get(
    '/api/v1/dead-letters',
    {
      schema: {
        summary: 'Recent dead letters, newest first',
        response: responses(DeadLettersPage),
      },
    },
    () => ({ deadLetters: [...live.deadLetters()] }),
  );
}
