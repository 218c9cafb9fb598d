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

/** Not measured, since a stream lasts as long as the page is open. */
const EVENTS_ROUTE = '/api/v1/events';

/** Reports every completed request, including rejected ones. */
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
