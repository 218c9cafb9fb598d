import type { Alert } from '../../contract/alerts.ts';
import type { AlertKey } from '../../contract/events.ts';

/** What tells one episode from another. */
export function alertKey({ station, rule, startedAt }: AlertKey): string {
  return JSON.stringify([station, rule, startedAt]);
}

/** The alerts with those that are new or have changed and without those that are dropped, the one that began last first. */
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

/** Alerts that are named; of more, the number is said. */
const MAX_NAMED = 3;

/** What is said of alerts that have begun to fire; nothing where none has. */
export function formatAnnouncement(fired: readonly Alert[]): string {
  if (fired.length === 0) return '';
  if (fired.length > MAX_NAMED) return `${fired.length} new alerts`;
  return fired.map(({ rule, station }) => `New alert: ${rule} at ${station}`).join('. ');
}
