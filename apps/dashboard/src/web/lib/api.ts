import type { AlertsCsvQuery, AlertsPage, AlertsQuery } from '../../contract/alerts.ts';
import { HTTP_STATUS, HttpError } from '../../contract/http-error.ts';
import type { DeadLettersPage, PipelineState, Settings } from '../../contract/pipeline.ts';
import type { ReadingsPage, ReadingsQuery, Series, SeriesQuery } from '../../contract/readings.ts';
import type { StationStatus, StationsPage, StationsQuery } from '../../contract/stations.ts';

const API = '/api/v1';

type Query = Readonly<Record<string, string | number | undefined>>;

/** The path of an endpoint with its query, without undefined parameters. */
function buildPath(endpoint: string, query: Query = {}): string {
  const defined = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(defined.map(([name, value]) => [name, String(value)])).toString();
  return `${API}${endpoint}${search === '' ? '' : `?${search}`}`;
}

const stationPath = (station: string) => `/stations/${encodeURIComponent(station)}`;

/** The server builds its responses from the same types. */
async function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(path, { signal: signal ?? null });
  if (!response.ok) throw new HttpError(response.status, await readErrorMessage(response));
  return (await response.json()) as Answer;
}

/**
 * The client of the dashboard's API. Rejects with an `HttpError` on an error response, with a `TypeError` if the server is
 * unreachable, and with an `AbortError` after the signal.
 */
export const api = {
  settings: () => get<Settings>(buildPath('/settings')),
  stations: (query: StationsQuery) => get<StationsPage>(buildPath('/stations', query)),
  station: (station: string, signal?: AbortSignal) =>
    get<StationStatus>(buildPath(stationPath(station)), signal),
  readings: (station: string, query: ReadingsQuery, signal?: AbortSignal) =>
    get<ReadingsPage>(buildPath(`${stationPath(station)}/readings`, query), signal),
  series: (station: string, query: SeriesQuery, signal?: AbortSignal) =>
    get<Series>(buildPath(`${stationPath(station)}/series`, query), signal),
  alerts: (query: AlertsQuery, signal?: AbortSignal) => get<AlertsPage>(buildPath('/alerts', query), signal),
  alertsCsvPath: (query: AlertsCsvQuery) => buildPath('/alerts.csv', query),
  pipeline: () => get<PipelineState>(buildPath('/pipeline')),
  deadLetters: () => get<DeadLettersPage>(buildPath('/dead-letters')),
  eventsPath: buildPath('/events'),
};

/** The message of an `ErrorResponse`, or the status if the body has none. */
async function readErrorMessage(response: Response): Promise<string> {
  const status = `The server responded with ${response.status} ${response.statusText}`;
  if (!response.headers.get('content-type')?.includes('json')) return status;
  const body: unknown = await response.json();
  return hasMessage(body) ? body.message : status;
}

function hasMessage(body: unknown): body is { readonly message: string } {
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string';
}

/** The text that is shown for an error. */
export function formatError(error: unknown): string {
  if (error instanceof HttpError) return error.message;
  return 'The dashboard is unreachable.';
}

/** Whether the same request may succeed later. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof HttpError)) return true;
  return error.statusCode >= HTTP_STATUS.internalError || error.statusCode === HTTP_STATUS.tooManyRequests;
}

/** Whether the request was cancelled by its caller. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
