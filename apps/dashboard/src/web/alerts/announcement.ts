import type { Alert } from '../../contract/alerts.ts';

/** Alerts that are named; of more, the number is said. */
const MAX_NAMED = 3;

/** What is said of alerts that have begun to fire; nothing where none has. */
export function formatAnnouncement(fired: readonly Alert[]): string {
  if (fired.length === 0) return '';
  if (fired.length > MAX_NAMED) return `${fired.length} new alerts`;
  return fired.map(({ rule, station }) => `New alert: ${rule} at ${station}`).join('. ');
}
