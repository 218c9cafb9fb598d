import type { ServerResponse } from 'node:http';
import type { DeadLetter, PipelineState } from '../contract/pipeline.ts';

/** Who wants to see the live events. */
export interface SubscribeRequest {
  /** What it shares its places with. */
  readonly client: string;
  /** Nothing has been written to it; headers may have been set. */
  readonly response: ServerResponse;
  /** The header `Last-Event-ID` of one that comes back. */
  readonly lastEventId: string | undefined;
}

/** What the routes need of the live part. */
export interface LiveView {
  pipeline(): PipelineState;
  /** The newest first. */
  deadLetters(): readonly DeadLetter[];
  /** Takes over the response of `GET /api/v1/events`; when there is no place left, the response is untouched. */
  subscribe(subscriber: SubscribeRequest): 'subscribed' | 'full';
}
