import type { AlertsCsvQuery, AlertsPage, AlertsQuery } from '../../contract/alerts.ts';
import type { DeadLettersPage, PipelineState, Settings } from '../../contract/pipeline.ts';
import type { ReadingsPage, ReadingsQuery, Series, SeriesQuery } from '../../contract/readings.ts';
import type { StationStatus, StationsPage, StationsQuery } from '../../contract/stations.ts';
import { ApiError, readErrorMessage } from './api-error.ts';

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
  if (!response.ok) throw new ApiError(response.status, await readErrorMessage(response));
  return (await response.json()) as Answer;
}

/**
 * The client of the dashboard's API. Rejects with an `ApiError` on an error response, with a `TypeError` if the server is
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
