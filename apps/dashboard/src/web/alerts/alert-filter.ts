import type { Alert, AlertsCsvQuery } from '../../contract/alerts.ts';

/** Selects alerts; absent fields match everything. `since` and `until` are ISO 8601. */
export type AlertFilter = AlertsCsvQuery;

export const STATES = ['pending', 'firing', 'resolved'] as const;
export const SEVERITIES = ['info', 'warning', 'critical'] as const;

/** Parses a query such as `state=firing&station=paris`; unknown and invalid parameters are ignored. */
export function parseFilter(query: string): AlertFilter {
  const params = new URLSearchParams(query);
  const text = (name: string) => params.get(name)?.trim() ?? '';
  const state = STATES.find((known) => known === text('state'));
  const filter: AlertFilter = {};
  if (state) filter.state = state;
  for (const name of ['rule', 'severity', 'station'] as const) {
    if (text(name) !== '') filter[name] = text(name);
  }
  for (const name of ['since', 'until'] as const) {
    const timestamp = Date.parse(text(name));
    if (!Number.isNaN(timestamp)) filter[name] = new Date(timestamp).toISOString();
  }
  return filter;
}

/** The inverse of `parseFilter`. */
export function formatFilter(filter: AlertFilter): string {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString();
}

/** Applies the same conditions as the server. */
export function matchesFilter(alert: Alert, filter: AlertFilter): boolean {
  const { since, until } = filter;
  const startedAt = Date.parse(alert.startedAt);
  return (
    (['state', 'rule', 'severity', 'station'] as const).every(
      (name) => filter[name] === undefined || filter[name] === alert[name],
    ) &&
    (since === undefined || startedAt >= Date.parse(since)) &&
    (until === undefined || startedAt < Date.parse(until))
  );
}
