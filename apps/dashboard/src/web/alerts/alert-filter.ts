import type { Alert, AlertsCsvQuery } from '../../contract/alerts.ts';

/** Which alerts are shown; what is not given says nothing. Since and until are instants of ISO 8601. */
export type AlertFilter = AlertsCsvQuery;

export const STATES = ['pending', 'firing', 'resolved'] as const;
export const SEVERITIES = ['info', 'warning', 'critical'] as const;

/** The filter of the address, such as `state=firing&station=paris`; what it does not know or cannot use is left out. */
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

/** The filter as it stands in an address. */
export function formatFilter(filter: AlertFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}

/** Whether the server would give this alert for the filter. */
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
