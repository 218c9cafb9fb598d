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
    { schema: { summary: 'What the page has to know', response: responses(Settings) } },
    () => settings,
  );

  server.get(
    '/api/v1/pipeline',
    { schema: { summary: 'What the pipeline does now', response: responses(PipelineState) } },
    () => live.pipeline(),
  );

  server.get(
    '/api/v1/dead-letters',
    {
      schema: {
        summary: 'The newest records that could not be stored',
        response: responses(DeadLettersPage),
      },
    },
    () => ({ deadLetters: [...live.deadLetters()] }),
  );
}
