import type { Alert } from '../../contract/alerts.ts';
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
