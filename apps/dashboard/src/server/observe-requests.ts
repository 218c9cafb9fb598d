import type { ApiServer } from './api-server.ts';

/** An answered request, in words of which there are few. */
export interface AnsweredRequest {
  /** As it is declared, such as `/api/v1/stations/:station`; `none` where nothing is. */
  readonly route: string;
  readonly method: 'GET' | 'HEAD' | 'other';
  readonly status: number;
  /** From its arrival to the end of the answer. */
  readonly ms: number;
}

export type RequestObserver = (request: AnsweredRequest) => void;

/** The streams of viewers last for as long as somebody looks: they say nothing of how fast the server is. */
const EVENTS_ROUTE = '/api/v1/events';

/** Tells of every request that was answered, the refused ones too. */
export function observeRequests(server: ApiServer, observer: RequestObserver): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    if (route !== EVENTS_ROUTE)
      observer({
        route,
        method: normalizeMethod(request.method),
        status: reply.statusCode,
        ms: reply.elapsedTime,
      });
    done();
  });
}

function normalizeMethod(method: string): AnsweredRequest['method'] {
  return method === 'GET' || method === 'HEAD' ? method : 'other';
}
