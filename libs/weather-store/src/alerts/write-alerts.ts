import type { EntityManager } from '@mikro-orm/mysql';
import type { StationAlert } from '@weather/weather-rules';
import { chunk } from '../rows/chunk.ts';
import { toDateTime } from '../rows/date-time.ts';
import type { AlertKey } from './alert-events.ts';

const COLUMNS = [
  'station_id',
  'rule',
  'started_at',
  'severity',
  'state',
  'fired_at',
  'resolved_at',
  'peak_value',
  'peak_at',
  'reading_count',
] as const;
const KEY_COLUMNS = 3;
/** Keeps the acknowledgement. */
const UPSERT = `INSERT INTO alert_episode (${COLUMNS.join(', ')}) VALUES ?
  ON DUPLICATE KEY UPDATE ${COLUMNS.slice(KEY_COLUMNS)
    .map((column) => `${column} = VALUES(${column})`)
    .join(', ')}`;

/** Writes alerts in their current state; those that were dropped are deleted. */
export async function writeAlerts(em: EntityManager, alerts: readonly StationAlert[]): Promise<void> {
  const isDropped = ({ alert }: StationAlert): boolean => alert.state === 'dropped';
  await deleteAlerts(
    em,
    alerts.filter(isDropped).map(({ station, alert }) => ({ station, ...alert })),
  );
  const kept = alerts.filter((own) => !isDropped(own));
  for (const some of chunk(kept)) await em.execute(UPSERT, [some.map(toValues)], 'run');
}

/** Deletes alerts one by one, since a `DELETE` of several may scan rows of other partitions and wait for them. */
export async function deleteAlerts(em: EntityManager, keys: readonly AlertKey[]): Promise<void> {
  for (const { station, rule, startedAt } of keys) {
    await em.execute(
      'DELETE FROM alert_episode WHERE station_id = ? AND rule = ? AND started_at = ?',
      [station, rule, toDateTime(startedAt)],
      'run',
    );
  }
}

/** Resolves firing alerts, one by one as well. */
export async function resolveAlerts(
  em: EntityManager,
  alerts: readonly (AlertKey & { readonly resolvedAt: number })[],
): Promise<void> {
  for (const { station, rule, startedAt, resolvedAt } of alerts)
    await em.execute(
      `UPDATE alert_episode SET state = 'resolved', resolved_at = ?
       WHERE station_id = ? AND rule = ? AND started_at = ? AND state = 'firing'`,
      [toDateTime(resolvedAt), station, rule, toDateTime(startedAt)],
      'run',
    );
}

function toValues({ station, alert }: StationAlert): (string | number | null)[] {
  const { rule, severity, state, startedAt, firedAt, resolvedAt, peakValue, peakAt, readingCount } = alert;
  const timeOrNull = (at: number | undefined): string | null => (at === undefined ? null : toDateTime(at));
  return [
    station,
    rule,
    toDateTime(startedAt),
    severity,
    state,
    timeOrNull(firedAt),
    timeOrNull(resolvedAt),
    peakValue,
    toDateTime(peakAt),
    readingCount,
  ];
}
