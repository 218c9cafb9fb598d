import type { Alert, AlertsCsvQuery } from '../../contract/alerts.ts';
import type { AlertKey } from '../../contract/events.ts';

/** Identifies an alert. */
export function alertKey({ station, rule, startedAt }: AlertKey): string {
  return JSON.stringify([station, rule, startedAt]);
}

/** Adds new and changed alerts and drops removed ones; newest first. */
export function mergeAlerts(
  known: readonly Alert[],
  changed: readonly Alert[],
  removed: readonly AlertKey[] = [],
): readonly Alert[] {
  const all = new Map(known.map((alert) => [alertKey(alert), alert]));
  for (const alert of changed) all.set(alertKey(alert), alert);
  for (const key of removed) all.delete(alertKey(key));
  return [...all.values()].sort(
    (a, b) =>
      Date.parse(b.startedAt) - Date.parse(a.startedAt) ||
      a.station.localeCompare(b.station) ||
      a.rule.localeCompare(b.rule),
  );
}

/** With more new alerts than this, only their number is announced. */
const MAX_NAMED = 3;

/** Announces alerts that have started to fire; empty if there are none. */
export function formatAnnouncement(fired: readonly Alert[]): string {
  if (fired.length === 0) return '';
  if (fired.length > MAX_NAMED) return `${fired.length} new alerts`;
  return fired.map(({ rule, station }) => `New alert: ${rule} at ${station}`).join('. ');
}

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
